using Microsoft.Playwright;

namespace PhonePop.Tests.Support;

internal static class PageExtensions
{
    /// <summary>Waits for an expression to be true on the page as it stands. Playwright's own waiting evaluates text on the page, which our pages forbid.</summary>
    public static Task UntilAsync(this IPage page, string condition) =>
        page.EvaluateAsync($"() => new Promise(done => {{ const look = () => ({condition}) ? done() : setTimeout(look, 20); look(); }})").WaitAsync(Until.Patience);
}
