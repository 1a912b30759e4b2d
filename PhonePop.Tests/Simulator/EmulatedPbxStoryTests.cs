using AwesomeAssertions;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>The emulator tells a story in the same events, with the same keys and values in the same order, as the Asterisk that it speaks like did.</summary>
public class EmulatedPbxStoryTests
{
    private static readonly Dictionary<string, Action<EmulatedPbx>> Stories = new()
    {
        ["01-inbound-answered"] = pbx =>
        {
            var call = pbx.Inbound("79161234567", "", "74951230101", "101");
            call.Answer("101");
            call.HangUp(SimCall.Customer);
        },
        ["01c-inbound-voice-menu-then-answered"] = pbx =>
        {
            var call = pbx.InboundToMenu("74951112233", "", "74951230208");
            call.Choose("100");
            call.Answer("100");
            call.HangUp("100");
        },
        ["02-missed"] = pbx => pbx.Inbound("79031112233", "", "74951230102", "102").HangUp(SimCall.Customer),
        ["02b-busy-and-declined"] = pbx =>
        {
            foreach (var (number, reason) in new[] { ("79031112243", RejectReason.Busy), ("79031112241", RejectReason.Declined), ("79031112244", RejectReason.NoAnswer) })
            {
                pbx.Inbound(number, "", "74951230102", "102").Reject("102", reason);
            }
        },
        ["03-blind-transfer"] = pbx =>
        {
            var call = pbx.Inbound("79161234567", "", "74951230100", "100");
            call.Answer("100");
            call.BlindTransfer("100", "101");
            call.Answer("101");
            call.HangUp(SimCall.Customer);
        },
        ["04n-attended-transfer-no-polling"] = pbx =>
        {
            var call = pbx.Inbound("79267654321", "", "74951230100", "100");
            call.Answer("100");
            var consultation = pbx.Consult(call, "100", "103");
            consultation.Answer("103");
            call.CompleteTransfer(consultation);
            call.HangUp(SimCall.Customer);
        },
        ["06-queue-ringall"] = pbx =>
        {
            var call = pbx.EnterQueue("79261112233", "", "74951230200", "support");
            call.Answer("102");
            call.HangUp(SimCall.Customer);
        },
        ["06b-queue-abandoned"] = pbx => pbx.EnterQueue("74957778899", "", "74951230200", "support").HangUp(SimCall.Customer),
        ["08-ring-group"] = pbx =>
        {
            var call = pbx.Inbound("78121234567", "", "74951230202", "101", "102");
            call.Answer("102");
            call.HangUp("102");
        },
        ["09-hold-unhold"] = pbx =>
        {
            var call = pbx.Inbound("79169998877", "", "74951230101", "101");
            call.Answer("101");
            foreach (var by in (string[])["101", "101", SimCall.Customer])
            {
                call.Hold(by);
                call.Unhold(by);
            }

            call.HangUp("101");
        },
        ["11-outbound"] = pbx =>
        {
            var call = pbx.Outbound("101", "89161234567");
            call.Answer(SimCall.Customer);
            call.HangUp("101");
            pbx.Outbound("102", "+79031234500").Reject(SimCall.Customer, RejectReason.Busy);
            pbx.Outbound("103", "84959876543").HangUp("103");
        },
        ["12-internal"] = pbx =>
        {
            var call = pbx.Internal("101", "102");
            call.Answer("102");
            call.HangUp("102");
        },
        ["13-click-to-dial-local"] = pbx => ClickToDial(pbx, "89161234567", throughLocal: true),
        ["13b-click-to-dial-direct"] = pbx => ClickToDial(pbx, "84957654321", throughLocal: false),
        ["13c-click-to-dial-not-answered"] = pbx => pbx.ClickToDial("101", "89031119900").Reject("101", RejectReason.NoAnswer),
    };

    // Told by one thread at a time, so that even the order among channels is the recorded one.
    private static readonly string[] Unraced = ["01-inbound-answered", "02-missed", "08-ring-group", "09-hold-unhold"];

    public static TheoryData<string, string> All => [.. Stories.Keys.SelectMany(story => new[] { "11.15.1", "13.38.3", "22.10.1" }.Select(version => (version, story)))];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Story_reads_as_recorded(string version, string story)
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s", Asterisk = Release(version), EventWhenCalled = true });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");

        Stories[story](pbx);
        await client.SendAsync("Action: Logoff");
        var told = EventStory.Of(await client.UntilAsync(m => m["Response"] == "Goodbye"));

        var recorded = await EventStory.RecordedAsync($"{version}/{story}");
        var (ours, theirs) = version == "22.10.1" && Unraced.Contains(story) ? (told, recorded) : (EventStory.ByChannel(told), EventStory.ByChannel(recorded));
        string.Join('\n', ours).Should().Be(string.Join('\n', theirs));
    }

    private static void ClickToDial(EmulatedPbx pbx, string number, bool throughLocal)
    {
        var call = pbx.ClickToDial("101", number, throughLocal);
        call.Answer("101");
        call.Answer(SimCall.Customer);
        call.HangUp();
    }

    private static AsteriskRelease Release(string version) => version[..2] switch
    {
        "11" => AsteriskRelease.Asterisk11,
        "13" => AsteriskRelease.Asterisk13,
        _ => AsteriskRelease.Asterisk22,
    };
}
