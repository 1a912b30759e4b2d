using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Work;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>An operator's day: a call, a note, a missed caller, a call back.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class CallWorkTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_note_typed_during_a_call_outlives_the_call_and_a_reload()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var name = $"Ada {Guid.NewGuid():n}";
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = name, Numbers = [new CustomerNumberEdit("+79161234567")] }, Stop);
        var page = await desk.SignInAsync("operator101", Password);
        var call = Ringing("101", "1");
        server.Pbx.CallChanged(call);
        await desktop.Notifications.ShownAsync(name, Stop);
        await Expect(page.GetByTestId("current-calls")).ToContainTextAsync(name);

        server.Pbx.CallChanged(call with { Phase = CallPhase.Talking, AnsweredAt = Now });
        await Expect(page.Locator("[data-testid=call-card][data-phase=Talking]")).ToBeVisibleAsync();
        var note = page.GetByTestId("call-card").GetByLabel("Note");
        await note.PressSequentiallyAsync("wants <b>delivery</b>");
        server.Pbx.CallChanged(call with { Phase = CallPhase.Ended, AnsweredAt = Now, EndedAt = Now, Outcome = CallOutcome.Answered, IsFinal = true });

        var ended = page.GetByTestId("ended-card");
        await Expect(ended.GetByLabel("Note")).ToHaveValueAsync("wants <b>delivery</b>");
        await ended.GetByLabel("Outcome").SelectOptionAsync("Solved");
        await ended.GetByLabel("Note").PressSequentiallyAsync(" on Friday");
        await Expect(ended.Locator("[data-for=saved]")).ToBeVisibleAsync();
        await Expect(ended.GetByTestId("note-author")).ToContainTextAsync("operator101");

        await page.ReloadAsync();
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await Expect(ended.GetByLabel("Outcome")).ToHaveValueAsync("Solved");
        await Expect(ended.GetByLabel("Note")).ToHaveValueAsync(new Regex("wants <b>delivery</b>"));
        await Expect(ended.GetByLabel("Note")).ToHaveValueAsync(new Regex(" on Friday"));
        await Expect(ended.GetByTestId("note-author")).ToContainTextAsync("operator101");
        await ended.GetByTestId("ended-done").ClickAsync();
        await Expect(ended).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("recent-note")).ToContainTextAsync("wants <b>delivery</b>");
        (await server.Get<CallWorkStore>().FindAsync([call.Id], NumberMask.Off, Stop))[call.Id].Outcome.Should().Be("Solved");
    }

    [Fact]
    public async Task What_is_typed_while_the_server_does_not_answer_is_said_to_be_unsaved_survives_a_reload_and_is_sent_later()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("operator101", Password);
        var call = Ringing("101", "1") with { Phase = CallPhase.Talking, AnsweredAt = Now };
        server.Pbx.CallChanged(call);
        await page.RouteAsync("**/work", route => route.AbortAsync());

        var note = page.GetByTestId("call-card").GetByLabel("Note");
        await note.FillAsync("typed into the void");
        await Expect(page.GetByTestId("call-card").Locator("[data-for=failed]")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await Expect(note).ToHaveValueAsync("typed into the void");

        await page.UnrouteAsync("**/work");
        await Expect(page.GetByTestId("call-card").Locator("[data-for=saved]")).ToBeVisibleAsync();
        (await server.Get<CallWorkStore>().FindAsync([call.Id], NumberMask.Off, Stop))[call.Id].Note.Should().Be("typed into the void");
    }

    [Fact]
    public async Task What_is_pressed_before_the_circuit_is_up_is_done_when_it_is()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("operator101", Password);
        server.Pbx.CallChanged(Ringing("101", "2", "79260000002"));
        server.Pbx.CallChanged(Ringing("101", "2", "79260000002") with { Phase = CallPhase.Ended, EndedAt = Now, Outcome = CallOutcome.Missed, IsFinal = true });
        await Expect(page.GetByTestId("missed-link")).ToHaveAttributeAsync("data-phonepop-missed", "1");
        var pressed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            await pressed.Task;
            await route.ContinueAsync();
        });
        await page.OpenAsync(new Uri(server.Address, "/missed").ToString());
        await Expect(page.Locator("[data-interactive='0']")).ToHaveCountAsync(1);

        await page.GetByTestId("claim").ClickAsync();
        await Expect(page.GetByTestId("claim")).ToHaveAttributeAsync("aria-busy", "true");
        pressed.SetResult();

        await Expect(page.GetByTestId("claimed-by")).ToHaveTextAsync(new Regex("You take care"));
    }

    [Fact]
    public async Task A_missed_caller_is_claimed_by_one_seen_by_all_and_gone_when_reached()
    {
        await using var server = Server();
        await using var atAnnas = await Desk.AtAsync(desktop, server.Address);
        await using var atBoris = await Desk.AtAsync(desktop, server.Address, DesktopFixture.InsecureHost); // cookies go by host: two people in one browser
        var anna = await atAnnas.SignInAsync("operator101", Password);
        var boris = await atBoris.SignInAsync("operator102", Password);
        await boris.Locator(".pp-rail-link[href='/missed']").ClickAsync();
        await Expect(boris.GetByTestId("empty")).ToContainTextAsync("Nobody waits for a call back");

        server.Pbx.CallChanged(Ringing("101", "2", "79260000002"));
        server.Pbx.CallChanged(Ringing("101", "2", "79260000002") with { Phase = CallPhase.Ended, EndedAt = Now, Outcome = CallOutcome.Missed, IsFinal = true });
        await Expect(anna.GetByTestId("missed-link")).ToHaveAttributeAsync("data-phonepop-missed", "1");
        await Expect(boris.GetByTestId("missed-link")).ToHaveAttributeAsync("data-phonepop-missed", "1");

        await Expect(anna.GetByTestId("call-card")).ToHaveCountAsync(0); // it is over, and nothing above the list moves any more
        await anna.GetByTestId("callback-panel").GetByRole(AriaRole.Button, new() { Name = "I'll call +7 926 000-00-02" }).ClickAsync();
        await Expect(anna.GetByTestId("claimed-by")).ToHaveTextAsync(new Regex("You take care"));
        await Expect(boris.GetByTestId("callbacks").GetByTestId("claimed-by")).ToHaveTextAsync(new Regex("operator101 takes care"));
        await Expect(boris.GetByTestId("callbacks").GetByTestId("claim")).ToHaveCountAsync(0);

        server.Pbx.CallChanged(Ringing("102", "3", "89260000002") with { Phase = CallPhase.Talking, AnsweredAt = Now });
        await Expect(boris.GetByTestId("callbacks").GetByTestId("callback")).ToHaveCountAsync(0);
        await Expect(boris.GetByTestId("callbacks-done")).ToContainTextAsync("Reached by operator102");
        await Expect(anna.GetByTestId("callback-panel").GetByTestId("callback")).ToHaveCountAsync(0);
        await Expect(anna.GetByTestId("missed-link")).ToHaveAttributeAsync("data-phonepop-missed", "0");
    }

    private static LiveServer Server() => new LiveServer().WithUser(0, "operator101", Password, "Operator", "101").WithUser(1, "operator102", Password, "Operator", "102").Started();

    private static Call Ringing(string extension, string conversation, string number = "79161234567") =>
        Some.Call(extension, number, $"main:{conversation}.1:{extension}") with { ConversationId = $"main:{conversation}", StartedAt = Now };
}
