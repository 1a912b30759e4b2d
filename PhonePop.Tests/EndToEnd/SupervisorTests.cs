using System.Globalization;
using Microsoft.Playwright;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>A supervisor's pages in a real browser, over real TCP to a PBX that is not there.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class SupervisorTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";
    private const string Secret = "secret-of-this-test";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_call_is_followed_through_queue_answer_attended_transfer_and_hang_up_without_a_reload()
    {
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret, MemberEvents = true });
        await using var server = new LiveServer().WithUser(0, "supervisor", Password, "Supervisor").WithUser(1, "anna", Password, "Operator", "101").WithUser(2, "boris", Password, "Operator", "102")
            .With("PhonePop:Pbxes:0:Port", pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", Secret).Watching().Started();
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada Lovelace", Numbers = [new CustomerNumberEdit("+79161234567")] }, Stop);
        await server.PbxAsync(p => p.State == PbxState.Connected);
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        await desk.SignInAsync("supervisor", Password);
        var (live, operators, queues, wall) = (await desk.OpenAsync("/live"), await desk.OpenAsync("/operators"), await desk.OpenAsync("/queues"), await WallAsync(desk, server));
        await Task.WhenAll(new[] { live, operators, queues, wall }.Select(p => p.EvaluateAsync("window.sameDocument = true")));
        var (waiting, talking) = (live.GetByTestId("waiting-table").GetByTestId("conversation"), live.GetByTestId("talking-table").GetByTestId("conversation"));
        var anna = operators.Locator("[data-testid=operator][data-extension='101']");
        await Expect(queues.GetByTestId("member")).ToHaveCountAsync(3);

        foreach (var member in (string[])["101", "102", "103"])
        {
            pbx.PauseMember("support", member, "lunch");
        }

        await Expect(queues.Locator("[data-testid=member][data-paused='1']")).ToHaveCountAsync(3);
        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        await Expect(waiting).ToHaveAttributeAsync("data-state", "Waiting");
        await Expect(waiting).ToContainTextAsync("Ada Lovelace");
        await Expect(waiting).ToContainTextAsync("support");
        await Expect(wall.GetByTestId("wall-waiting").Locator("dd")).ToHaveTextAsync("1");

        pbx.PauseMember("support", "101", null);
        call.RingMembers();
        await Expect(waiting).ToHaveAttributeAsync("data-state", "Ringing");
        await Expect(waiting).ToContainTextAsync("anna (101)");
        await Expect(queues.Locator("[data-testid=member][data-extension='101']")).ToHaveAttributeAsync("data-state", "Ringing");

        call.Answer("101");
        await Expect(talking).ToHaveAttributeAsync("data-state", "Talking");
        await Expect(waiting).ToHaveCountAsync(0);
        await Expect(anna).ToHaveAttributeAsync("data-group", "OnCall");
        await Expect(anna).ToContainTextAsync("Ada Lovelace");
        await Expect(wall.GetByTestId("wall-talking").Locator("dd")).ToHaveTextAsync("1");
        await Expect(queues.Locator("[data-testid=member][data-extension='101']")).ToHaveAttributeAsync("data-state", "InCall");

        var consultation = pbx.Consult(call, "101", "102");
        // Among those who talk is also the consultation itself, until it rings.
        await Expect(talking.Filter(new() { HasText = "Ada Lovelace" })).ToHaveAttributeAsync("data-state", "Held");
        await Expect(waiting).ToContainTextAsync("boris (102)");
        consultation.Answer("102");
        await Expect(talking).ToHaveCountAsync(2);
        call.CompleteTransfer(consultation);
        await Expect(talking).ToHaveCountAsync(1);
        await Expect(talking).ToContainTextAsync("anna (101) → boris (102)");
        await Expect(operators.Locator("[data-testid=operator][data-extension='102']")).ToContainTextAsync("Ada Lovelace");

        call.HangUp();
        await Expect(live.GetByTestId("nobody-talks")).ToBeVisibleAsync();
        await Expect(anna.Locator("dd").First).ToHaveTextAsync("1");
        await Expect(wall.GetByTestId("wall-answered").Locator("dd")).ToHaveTextAsync("1");
        foreach (var page in new[] { live, operators, queues, wall })
        {
            Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"), $"{page.Url} was loaded again.");
        }
    }

    // Without the frame and its pops: there is nothing but the circuit to wait for.
    private static async Task<IPage> WallAsync(Desk desk, LiveServer server)
    {
        var page = await desk.OpenAsync("/live");
        await page.GotoAsync(new Uri(server.Address, "/wallboard").ToString());
        await page.Locator(".pp-wall-frame[data-interactive='1']").WaitForAsync();
        return page;
    }
}
