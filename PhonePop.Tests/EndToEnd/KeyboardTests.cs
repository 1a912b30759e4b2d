using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>The operator's day without a mouse, on the real server.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class KeyboardTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";
    private const string CallId = "main:1764000000.12:101";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_sign_in_to_the_card_a_search_and_back_without_a_mouse()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ада Лавлейс", Numbers = [new CustomerNumberEdit("+79161234567")] }, Stop);
        var page = await desk.SignInAsync("operator101", Password);
        await page.EvaluateAsync("(now => { Date.now = () => now; })(Date.now())"); // two keys are one way as long as they come soon, and the machine may be slower

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("c");
        await Expect(page).ToHaveURLAsync(new Regex("/customers$"));
        await Expect(page.Locator("h1", new() { HasText = "Customers" })).ToBeFocusedAsync(); // where a new page begins
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#pp-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("google d"); // what is typed is typed
        await Expect(page.Locator("#pp-search")).ToHaveValueAsync("google d");

        server.Pbx.CallChanged(Some.Call("101"));
        await Expect(Pop(page)).ToContainTextAsync("Ада Лавлейс"); // whose card opens in place: without a name the page is left for it
        await Expect(page.Locator("#pp-search")).ToBeFocusedAsync(); // a pop takes no focus
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Keyboard.PressAsync("o");
        await Expect(page).ToHaveURLAsync(new Regex($"/customers/{customer.Id}$"));

        // С, Ь: the keys of c and m on a Russian keyboard.
        await PressAsync(page, "п", "KeyG");
        await PressAsync(page, "ь", "KeyM");
        await Expect(page).ToHaveURLAsync(new Regex("/$"));
        await Expect(page.Locator("h1", new() { HasText = "My calls" })).ToBeFocusedAsync();
        server.Pbx.CallChanged(Some.Call("101").Answered());
        await Expect(page.GetByTestId("call-card")).ToHaveAttributeAsync("data-phase", "Talking");
        await Expect(page.Locator("[data-work-field=note]").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(page.Locator("[data-work-field=note]").First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task D_dismisses_the_pop_for_good()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        await desk.SignInAsync("operator101", Password);
        var page = await desk.OpenAsync("/history");
        server.Pbx.CallChanged(Some.Call("101"));
        await Expect(Pop(page)).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("d");

        await Expect(Pop(page)).ToHaveCountAsync(0);
        await Until.TrueAsync(() => server.Get<LiveCallBoard>().Find(CallId)!.Dismissed);
    }

    [Fact]
    public async Task The_question_mark_lists_the_keys_with_the_places_of_the_own_role_and_Escape_closes_it()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("operator101", Password);

        await page.Keyboard.PressAsync("?");

        var list = page.GetByTestId("shortcuts");
        await Expect(list).ToBeVisibleAsync();
        await Expect(list).ToContainTextAsync("open the card of the current call");
        await Expect(list.Locator("[data-places]")).ToContainTextAsync("Settings");
        await Expect(list.Locator("[data-places]")).Not.ToContainTextAsync("Live");
        await page.Keyboard.PressAsync("d"); // does nothing while the list is open
        await page.Keyboard.PressAsync("Escape");
        await Expect(list).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_switches_single_keys_off_has_none_at_once_and_after_a_reload()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        await desk.SignInAsync("operator101", Password);
        var page = await desk.OpenAsync("/settings");
        await page.GetByTestId("setting-shortcuts").Locator("input").UncheckAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-shortcuts", "0");
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-shortcuts", "0");
        await page.Locator("h1").ClickAsync();

        await page.Keyboard.PressAsync("?");
        await page.Keyboard.PressAsync("/");

        await Expect(page.GetByTestId("shortcuts")).ToBeHiddenAsync();
        await Expect(page.Locator("#pp-search")).Not.ToBeFocusedAsync();
    }

    private static LiveServer Server() => new LiveServer().WithUser(0, "operator101", Password, "Operator", "101").Started();

    // Playwright knows the keys of an American keyboard only.
    private static async Task PressAsync(IPage page, string key, string code) =>
        await page.EvaluateAsync("([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))", new[] { key, code });

    private static ILocator Pop(IPage page) => page.Locator($"section[data-call-id='{CallId}']");
}
