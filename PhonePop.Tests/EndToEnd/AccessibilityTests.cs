using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Queues;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>axe reads every page as it is in use: with calls, in light and dark, on a desk and on a phone.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class AccessibilityTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public async Task No_page_shuts_anybody_out(int width, ColorScheme scheme)
    {
        await using var server = new LiveServer()
            .WithUser(0, "operator101", Password, "Operator", "101")
            .WithUser(1, "supervisor103", Password, "Supervisor", "103")
            .WithUser(2, "administrator", Password, "Administrator")
            .With("PhonePop:Pbxes:0:Port", "1")
            .Started();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await server.Get<CustomerStore>().CreateAsync(
            new CustomerEdit { Name = "Ада Лавлейс", Company = "Romashka", Numbers = [new CustomerNumberEdit("+79161234567")] }, Stop);
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada L.", Company = "Romashka", Numbers = [new("+79161234567"), new("123-45")] }, Stop);
        await server.Get<CustomerJournal>().AddNoteAsync(customer.Id, "asks for an invoice", "Anna", Stop);
        var found = new List<string>();

        var page = await desk.SignInAsync("supervisor103", Password);
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await ReadAsync("my calls, none");

        server.Pbx.PbxChanged(Some.Pbx() with { QueuesRefused = "Permission denied" });
        server.Pbx.QueueMemberChanged(new QueueMember { Pbx = "main", Queue = "support", Interface = "PJSIP/103", Extension = "103", State = QueueMemberState.InCall, Penalty = 1 });
        server.Pbx.QueueMemberChanged(new QueueMember { Pbx = "main", Queue = "support", Interface = "Local/1@out", Name = "Mobile", Paused = true, PausedReason = "lunch" });
        server.Pbx.ConversationChanged(Some.Conversation());
        server.Pbx.CallChanged(Some.Call("103", "79160000001", "main:1.1:103").Answered().Final());
        server.Pbx.CallChanged(Some.Call("103", "79160000002", "main:1.2:103").Final(CallOutcome.Missed) with { ConversationId = "main:1.2" });
        server.Pbx.CallChanged(Some.Call("103", id: "main:1.3:103").Answered() with { TransferredFrom = "101" });
        server.Pbx.CallChanged(Some.Call("103", "79160000004", "main:1.4:103") with { Uncertain = true });
        var now = TimeProvider.System.GetUtcNow();
        server.Pbx.CallChanged(Some.Call("103", "79160000009", "main:1.9:103") with { Phase = CallPhase.Ended, AnsweredAt = now, EndedAt = now, Outcome = CallOutcome.Answered, IsFinal = true });
        await Expect(page.GetByTestId("call-card")).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("ended-card")).ToBeVisibleAsync();
        await PressAsync(page.GetByTestId("claim"));
        await Expect(page.GetByTestId("claimed-by")).ToBeVisibleAsync();
        await PressAsync(page.GetByTestId("edit-note").First);
        await Expect(page.Locator(".pp-note-row")).ToBeVisibleAsync();
        await ReadAsync("my calls, two");
        foreach (var path in (string[])["/customers", "/customers?q=nobody", $"/customers/{customer.Id}", "/customers/new", "/customers/new?phone=%2B79265550100", "/customers/duplicates", "/customers/numbers", "/history", "/missed", "/settings", "/live", "/operators", "/queues", "/reports", "/reachability", "/wallboard", "/wallboard?queue=support&theme=light", "/pbxes", "/customers/999", "/nowhere"])
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await page.Locator("[data-interactive='1'], [data-interactive='static']").WaitForAsync();
            await ReadAsync(path);
        }

        await page.GotoAsync(new Uri(server.Address, "/settings").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        server.Pbx.CallChanged(Some.Call("103", "79160000005", "main:1.5:103"));
        await Expect(page.Locator("section[data-call-id='main:1.5:103']")).ToBeVisibleAsync();
        await ReadAsync("settings, with a pop");
        foreach (var button in (string[])["user-menu", "colleagues-button"])
        {
            await page.GetByTestId(button).ClickAsync();
            await ReadAsync(button);
            await page.Keyboard.PressAsync("Escape");
        }

        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByTestId("shortcuts")).ToBeVisibleAsync();
        await ReadAsync("keys");
        await page.Keyboard.PressAsync("Escape");

        await page.SignOutAsync();
        page = await desk.SignInAsync("administrator", Password);
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.GotoAsync(new Uri(server.Address, "/doctor").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await page.GetByTestId("doctor-start").ClickAsync();
        await Expect(page.GetByTestId("doctor-result")).ToContainTextAsync("Address");
        await ReadAsync("doctor");
        await page.GotoAsync(new Uri(server.Address, "/customers/import").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await ReadAsync("import");
        await page.GetByTestId("import-file").SetInputFilesAsync(new FilePayload { Name = "list.csv", MimeType = "text/csv", Buffer = "name;phone\nGrace;+79165550100\n;1\n"u8.ToArray() });
        await Expect(page.GetByTestId("import-preview")).ToBeVisibleAsync();
        await ReadAsync("import, preview");
        await page.GetByTestId("start-import").ClickAsync();
        await Expect(page.GetByTestId("import-outcome")).ToHaveAttributeAsync("data-state", "Done");
        await ReadAsync("import, done");

        foreach (var path in (string[])["/admin/users", "/admin/groups", "/admin/keys", "/admin/settings", "/admin/audit", "/account/security"])
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await page.Locator("[data-interactive='1'], [data-interactive='static']").WaitForAsync();
            await ReadAsync(path);
        }

        await page.GotoAsync(new Uri(server.Address, "/admin/users").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await PressAsync(page.GetByTestId("edit-user").Last);
        await PressAsync(page.GetByTestId("new-link"));
        await Expect(page.GetByTestId("really-yes")).ToBeVisibleAsync();
        await ReadAsync("a user's form");

        await page.GotoAsync(new Uri(server.Address, "/pbxes").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await page.GetByTestId("add-pbx").ClickAsync();
        await page.FillAsync("[name=host]", "127.0.0.1");
        await page.FillAsync("[name=port]", "1");
        await PressAsync(page.GetByTestId("save-pbx"));
        await Expect(page.GetByTestId("mistake").First).ToBeVisibleAsync();
        await PressAsync(page.GetByTestId("manager-conf").Locator("summary"));
        await PressAsync(page.GetByTestId("test-pbx"));
        await Expect(page.GetByTestId("connection-test")).ToHaveAttributeAsync("data-done", "1");
        await ReadAsync("a PBX's form");
        await page.GotoAsync(new Uri(server.Address, "/setup").ToString());
        await Expect(page.GetByTestId("connection-test")).ToHaveAttributeAsync("data-done", "1");
        await ReadAsync("set-up, the check");
        await page.GetByTestId("setup-next").ClickAsync();
        await Expect(page.GetByTestId("new-user")).ToBeVisibleAsync();
        await ReadAsync("set-up, people");
        await page.GetByTestId("setup-next").ClickAsync();
        await ReadAsync("set-up, the first call");

        await page.SignOutAsync();
        page = await desk.SignInAsync("operator101", Password);
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.GotoAsync(new Uri(server.Address, "/live").ToString());
        await ReadAsync("403");
        await page.SignOutAsync();
        await page.OpenAsync(new Uri(server.Address, "/account/sign-in").ToString());
        await ReadAsync("sign-in");
        foreach (var path in (string[])["/account/two-factor", "/account/set-password"])
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await ReadAsync(path);
        }

        string.Join('\n', found).Should().BeEmpty();

        async Task ReadAsync(string where) => found.AddRange(await page.ProblemsAsync(where));

        // Wherever it is by now: calls come and go above it, and this test is about what is read.
        static async Task PressAsync(ILocator button)
        {
            await Expect(button).ToBeEnabledAsync();
            await button.DispatchEventAsync("click");
        }
    }
}
