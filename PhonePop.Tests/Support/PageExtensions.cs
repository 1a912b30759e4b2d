using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace PhonePop.Tests.Support;

internal static class PageExtensions
{
    /// <summary>
    /// Goes to a page of the real server, and returns when it stays: the first one of a browser without cookies asks for itself again (js/viewer.js says what it
    /// may after that only), and with it goes what was typed or clicked meanwhile.
    /// </summary>
    public static async Task OpenAsync(this IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.Locator("html[data-phonepop-permission]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>
    /// Leaves, and forgets who is signed in. First the page, then the cookies: a page that is told it is nobody's asks for itself again (phonepop.js), in whatever
    /// moment it hears of it, and would lead away from where the test goes next.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="forgotten">The names of the cookies; null: all.</param>
    public static async Task SignOutAsync(this IPage page, Regex? forgotten = null)
    {
        await page.GotoAsync("about:blank");
        await page.Context.ClearCookiesAsync(new() { NameRegex = forgotten });
    }

    /// <summary>From now on the texts of such elements are kept in <c>noted</c> as they come: they may be gone again before a busy machine looks.</summary>
    public static Task NoteAsync(this IPage page, string selector) => page.EvaluateAsync(
        """
        selector => {
          window.noted = [];
          new MutationObserver(all => { for (const { addedNodes } of all) for (const n of addedNodes) if (n.matches?.(selector)) noted.push(n.textContent); })
            .observe(document.body, { childList: true, subtree: true });
        }
        """,
        selector);

    /// <summary>Timers that are set to these milliseconds from now on do not run out before <see cref="ReleaseTimersAsync"/>, however slow the machine is.</summary>
    public static Task HoldTimersAsync(this IPage page, params int[] milliseconds) => page.EvaluateAsync(
        """
        held => {
          window.heldTimers = [];
          const later = setTimeout;
          window.setTimeout = (run, after, ...more) => held.includes(after) ? heldTimers.push(run) : later(run, after, ...more);
        }
        """,
        milliseconds);

    /// <summary>Lets run what waits because of <see cref="HoldTimersAsync"/>.</summary>
    public static Task ReleaseTimersAsync(this IPage page) => page.EvaluateAsync("() => { for (const run of heldTimers.splice(0)) run(); }");

    /// <summary>Waits for an expression to be true on the page as it stands. Playwright's own waiting evaluates text on the page, which our pages forbid.</summary>
    public static Task UntilAsync(this IPage page, string condition) =>
        page.EvaluateAsync($"() => new Promise(done => {{ const look = () => ({condition}) ? done() : setTimeout(look, 20); look(); }})").WaitAsync(Until.Patience);
}
