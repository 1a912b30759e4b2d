using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PhonePop.Tests.Support;

/// <summary>What keeps people from reading a page.</summary>
internal static class AxeReading
{
    /// <summary>Everything that axe finds, and whether the page has to be scrolled sideways. A line each; empty: nothing.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(this IPage page, string where)
    {
        await page.EvaluateAsync("document.fonts.ready");
        var result = await page.RunAxe();
        var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        return
        [
            .. result.Violations.SelectMany(violation => violation.Nodes.Select((AxeResultNode node) => $"{where}: {violation.Id}: {node.Target} {node.Html}")),
            .. wider > 0 ? [$"{where}: {wider} px wider than the window"] : Array.Empty<string>(),
        ];
    }
}
