using System.Collections.Concurrent;
using System.Text;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Ami.Calls;
using PhonePop.Server.Security;
using PhonePop.Tests.Server.Access;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>What a real browser is told: the pages as they live on, and every byte that comes over their sockets.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class WhoSeesWhatTests(DesktopFixture desktop)
{
    private static readonly Actor Boss = new("boss", "Boss", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Supervisor_from_whom_numbers_are_kept_finds_a_caller_by_the_number_and_does_not_read_it()
    {
        await using var day = await WorkingDay.AtAsync("Operator", "Supervisor");
        await using var desk = await Desk.AtAsync(desktop, day.Server.Address);
        var page = await desk.SignInAsync("boris", WorkingDay.Password);
        var frames = Listen(page);
        await page.GotoAsync(new Uri(day.Server.Address, "/live").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await Expect(page.GetByTestId("conversation")).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("waiting-table")).ToContainTextAsync("2 customers");
        await page.GetByTestId("details").First.ClickAsync();
        await Expect(page.GetByTestId("live-panel")).ToBeVisibleAsync();
        day.Change();
        var seen = await page.ContentAsync();
        foreach (var path in (string[])["/", $"/customers/{day.Customer}", $"/customers/new?call={WorkingDay.Seen}", "/missed", $"/calls/{WorkingDay.Live}/why"])
        {
            await page.GotoAsync(new Uri(day.Server.Address, path).ToString());
            await page.Locator("[data-interactive='1']").WaitForAsync();
            seen += await page.ContentAsync();
        }

        seen.Should().Contain("***0123");
        WorkingDay.Tells(seen).Should().BeFalse();
        frames.Should().NotBeEmpty();
        frames.Where(WorkingDay.Tells).Should().BeEmpty("parameters of components that are texts go to the browser as well");

        await page.GotoAsync(new Uri(day.Server.Address, "/live").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await page.GetByTestId("live-search").FillAsync("8 916 555-01-23");
        await Expect(page.GetByTestId("conversation")).ToHaveCountAsync(2);
        await page.GetByTestId("live-search").FillAsync("916555");
        await Expect(page.GetByTestId("conversation")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Groups_that_change_change_an_open_page_within_a_minute()
    {
        await using var server = new LiveServer().WithUser(0, "boris", WorkingDay.Password, "Supervisor").WithUser(1, "anna", WorkingDay.Password, "Operator", "101").WithUser(2, "zoe", WorkingDay.Password, "Operator", "202").Started();
        var groups = server.Get<GroupDesk>();
        await groups.SaveAsync(null, "Sales", [("main", "101"), ("main", "202")], Boss);
        var sales = (await groups.ListAsync(Stop)).Single();
        await groups.GiveAsync((await server.Get<AccountDesk>().ListAsync(Stop)).Single(a => a.UserName == "boris").Id, "boris", new HashSet<int> { sales.Id }, Boss);
        server.Pbx.PbxChanged(Some.Pbx());
        server.Pbx.ConversationChanged(With("main:1.1", "101"));
        server.Pbx.ConversationChanged(With("main:1.2", "202"));
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("boris", WorkingDay.Password);
        await page.GotoAsync(new Uri(server.Address, "/live").ToString());
        await Expect(page.GetByTestId("conversation")).ToHaveCountAsync(2);

        await groups.SaveAsync(sales.Id, "Sales", [("main", "101")], Boss);

        await Expect(page.GetByTestId("conversation")).ToHaveCountAsync(1, new() { Timeout = 150_000 }); // a minute, and what a busy machine takes
        await Expect(page.GetByTestId("conversation")).ToHaveAttributeAsync("data-conversation-id", "main:1.1");
        new Uri(page.Url).AbsolutePath.Should().Be("/live", "nobody is sent to the sign-in for it");
    }

    private static Conversation With(string id, string extension) => Some.Conversation(id) with
    {
        Participants = [new(new CallParty(PartyKind.External, "79161234567"), CallPhase.Talking, Some.Time), new(new CallParty(PartyKind.Internal, extension), CallPhase.Talking, Some.Time)], State = ConversationState.Talking,
    };

    private static ConcurrentQueue<string> Listen(IPage page)
    {
        var frames = new ConcurrentQueue<string>();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => frames.Enqueue(frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []));
        return frames;
    }
}
