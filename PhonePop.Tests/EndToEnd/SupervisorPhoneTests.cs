using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PhonePop.Ami.Calls;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>A supervisor's pages on a phone, in the language with the longer words.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class SupervisorPhoneTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task Every_fact_of_a_queue_stands_within_the_screen_with_its_name_and_the_boards_buttons_stand_in_one_line()
    {
        await using var server = new LiveServer().WithUser(0, "boss", Password, "Supervisor").Started();
        server.Pbx.PbxChanged(Some.Pbx());
        server.Pbx.ConversationChanged(Some.Conversation() with { State = ConversationState.Waiting, Queue = "отдел продаж", StartedAt = TimeProvider.System.GetUtcNow().AddMinutes(-11) });
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("boss", Password);
        await page.SetViewportSizeAsync(390, 844);
        await page.GetByTestId("user-menu").ClickAsync();
        await page.Locator("[data-set-language=ru]").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ru");
        await OpenAsync("/queues");

        var facts = page.Locator("[data-queue='отдел продаж'] td");
        await Expect(facts).ToHaveCountAsync(8);
        await Expect(facts.Nth(2)).ToContainTextAsync(new Regex("долго.*11:"));
        foreach (var fact in await facts.AllAsync())
        {
            var box = (await fact.BoundingBoxAsync())!;
            Assert.True(box.X >= 0 && box.X + box.Width <= 390 && box.Height > 0, $"{await fact.TextContentAsync()} from {box.X} to {box.X + box.Width}");
            Assert.False(await fact.EvaluateAsync<bool>("e => e.scrollWidth > e.clientWidth"), $"{await fact.TextContentAsync()} is cut");
        }

        Assert.Equal("\"Ждут дольше всего\"", await facts.Nth(2).EvaluateAsync<string>("e => getComputedStyle(e, '::before').content"));

        await OpenAsync("/wallboard");
        var buttons = page.Locator(".pp-wall-buttons .pp-button");
        await Expect(buttons).ToHaveCountAsync(3);
        await Expect(page.GetByTestId("wall-leave")).ToContainTextAsync("Назад");
        var title = (await page.Locator(".pp-wall-title").BoundingBoxAsync())!;
        foreach (var button in await buttons.AllAsync())
        {
            var box = (await button.BoundingBoxAsync())!;
            Assert.True(box.Y <= title.Y + title.Height && box.Y + box.Height >= title.Y && box.Width >= 44 && box.Height >= 44, $"{await button.TextContentAsync()} stands at {box.Y}, {box.Width} × {box.Height}; the title at {title.Y}");
        }

        async Task OpenAsync(string path)
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await page.Locator("[data-interactive='1']").WaitForAsync();
        }
    }

    [Fact]
    public async Task Who_has_no_phone_begins_with_what_goes_on_and_has_no_calls_of_their_own()
    {
        await using var server = new LiveServer().WithUser(0, "boss", Password, "Supervisor").WithUser(1, "boris", Password, "Supervisor", "103").Started();
        server.Pbx.PbxChanged(Some.Pbx());
        await using var desk = await Desk.AtAsync(desktop, server.Address);

        var page = await desk.SignInAsync("boss", Password);
        await Expect(page).ToHaveURLAsync(new Regex("/live$"));
        await Expect(page.Locator(".pp-rail-link[href='/live']")).ToHaveCountAsync(1);
        await Expect(page.Locator(".pp-rail-link[href='/']")).ToHaveCountAsync(0);
        await page.Locator(".pp-logo").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/live$"));
        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.Locator(".pp-rail-link[href='/live']")).ToBeVisibleAsync();

        await page.SignOutAsync();
        page = await desk.SignInAsync("boris", Password);
        await Expect(page.Locator(".pp-rail-link[href='/']")).ToHaveClassAsync(new Regex("active"));
    }
}
