using AwesomeAssertions;
using Bunit;
using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Live;
using PhonePop.Server.Recorder;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

/// <summary>The PBX page's flight recorder, and what lists repaired.</summary>
public sealed class RecorderPanelTests
{
    [Fact]
    public async Task Supervisors_see_the_PBX_without_its_recorder()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Publish(PbxState.Connected);

        var page = context.Page<PbxesPage>();

        page.FindAll("[data-testid=pbx]").Should().ContainSingle();
        page.FindAll("[data-testid=recorder]").Should().BeEmpty();
    }

    [Fact]
    public async Task It_says_how_much_it_holds_and_may_hold()
    {
        await using var context = new PageContext(Roles.Administrator);
        context.Publish(PbxState.Connected);
        Hear(context);
        context.Clock.Advance(TimeSpan.FromMinutes(3));

        context.Page<PbxesPage>().Find("[data-testid=recorder-fill]").TextContent.Should().Contain("the last 3 min").And.Contain("1 KB").And.Contain("15 min and 8 MB");
    }

    [Fact]
    public async Task With_nothing_received_it_says_so_and_saving_tells_why_it_cannot()
    {
        await using var context = new PageContext(Roles.Administrator);
        context.Publish(PbxState.Connecting);
        var page = context.Page<PbxesPage>();
        page.Find("[data-testid=recorder-fill]").TextContent.Should().Contain("Nothing has been received yet");

        await page.Find("[data-testid=save-recording]").ClickAsync(new());

        page.WaitForElement("[data-testid=recording-problem]").TextContent.Should().Contain("Nothing has been recorded");
    }

    [Fact]
    public async Task A_recording_is_saved_scrambled_listed_and_removed_only_when_asked_twice()
    {
        await using var context = new PageContext(Roles.Administrator);
        context.Publish(PbxState.Connected);
        Hear(context);
        var page = context.Page<PbxesPage>();

        await page.Find("[data-testid=save-recording]").ClickAsync(new());

        var saved = page.WaitForElement("[data-testid=recording]");
        saved.TextContent.Should().Contain("numbers replaced");
        saved.QuerySelector("[data-testid=download-recording]")!.GetAttribute("href").Should().Be($"/api/v1/pbxes/main/recordings/{saved.GetAttribute("data-name")}.zip");

        await page.Find("[data-testid=delete-recording]").ClickAsync(new());
        page.FindAll("[data-testid=recording]").Should().ContainSingle("it only asked");
        await page.Find("[data-testid=delete-recording-really]").ClickAsync(new());

        page.WaitForAssertion(() => page.FindAll("[data-testid=recording]").Should().BeEmpty());
        context.Get<RecordingStore>().List("main").Should().BeEmpty();
    }

    [Fact]
    public async Task Real_numbers_are_warned_of_before_and_marked_after()
    {
        await using var context = new PageContext(Roles.Administrator);
        context.Publish(PbxState.Connected);
        Hear(context);
        var page = context.Page<PbxesPage>();

        await page.Find("[data-testid=scramble]").ChangeAsync(new() { Value = false });
        page.Find("[data-testid=recorder]").TextContent.Should().Contain("real numbers and names of your customers");
        await page.Find("[data-testid=save-recording]").ClickAsync(new());

        page.WaitForElement(".pp-recording-real").TextContent.Should().Be("real numbers");
    }

    [Fact]
    public async Task Repairs_are_shown_with_time_and_evidence()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Get<PbxBoard>().Publish(new PbxStatus
        {
            Name = "main",
            State = PbxState.Connected,
            Since = context.Clock.GetUtcNow(),
            Repairs = new Dictionary<string, long> { ["phantom removed"] = 7 },
            RecentRepairs = [.. Enumerable.Range(1, 7).Select(i => new PbxRepair(context.Clock.GetUtcNow(), "phantom removed", $"PJSIP/101-0000000{i}"))],
        });

        var shown = context.Page<PbxesPage>().FindAll("[data-testid=repairs] li");

        shown.Should().HaveCount(5);
        shown[0].TextContent.Should().Contain("12:00").And.Contain("phantom removed").And.Contain("PJSIP/101-00000001");
    }

    private static void Hear(PageContext context)
    {
        ITrafficTap tap = context.Get<FlightRecorders>().For(new CallMonitorOptions { Name = "main", Ami = new AmiOptions { Host = "pbx", Username = "phonepop", Secret = "secret" } })!;
        tap.Received("Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: Authentication accepted\r\n\r\n"u8, context.Clock.GetTimestamp());
    }
}
