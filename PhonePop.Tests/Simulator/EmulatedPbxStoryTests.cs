using AwesomeAssertions;
using PhonePop.Simulator;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>The emulator tells a story in the same events, with the same keys and values in the same order, as Asterisk 22.10.1 did.</summary>
public class EmulatedPbxStoryTests
{
    [Fact]
    public Task Inbound_call_answered_reads_as_recorded() => CompareAsync("22.10.1/01-inbound-answered", pbx =>
    {
        var call = pbx.Inbound("79161234567", "", "74951230101", "101");
        call.Answer("101");
        call.HangUp(SimCall.Customer);
    });

    [Fact]
    public Task Missed_call_reads_as_recorded() =>
        CompareAsync("22.10.1/02-missed", pbx => pbx.Inbound("79031112233", "", "74951230102", "102").HangUp(SimCall.Customer));

    [Fact]
    public Task Call_to_a_busy_phone_reads_as_recorded() =>
        CompareAsync("22.10.1/02b-busy-and-declined", pbx => pbx.Inbound("79031112243", "", "74951230102", "102").Reject("102", RejectReason.Busy), toStep: 2);

    [Fact]
    public Task Blind_transfer_reads_as_recorded() => CompareAsync("22.10.1/03-blind-transfer", pbx =>
    {
        var call = pbx.Inbound("79161234567", "", "74951230100", "100");
        call.Answer("100");
        call.BlindTransfer("100", "101");
        call.Answer("101");
        call.HangUp(SimCall.Customer);
    }, raced: true);

    [Fact]
    public Task Attended_transfer_reads_as_recorded() => CompareAsync("22.10.1/04n-attended-transfer-no-polling", pbx =>
    {
        var call = pbx.Inbound("79267654321", "", "74951230100", "100");
        call.Answer("100");
        var consultation = pbx.Consult(call, "100", "103");
        consultation.Answer("103");
        call.CompleteTransfer(consultation);
        call.HangUp(SimCall.Customer);
    }, raced: true);

    [Fact]
    public Task Queue_that_rings_all_reads_as_recorded() => CompareAsync("22.10.1/06-queue-ringall", pbx =>
    {
        var call = pbx.EnterQueue("79261112233", "", "74951230200", "support");
        call.Answer("102");
        call.HangUp(SimCall.Customer);
    }, raced: true);

    [Fact]
    public Task Abandoned_queue_reads_as_recorded() =>
        CompareAsync("22.10.1/06b-queue-abandoned", pbx => pbx.EnterQueue("74957778899", "", "74951230200", "support").HangUp(SimCall.Customer), raced: true);

    [Fact]
    public Task Ring_group_reads_as_recorded() => CompareAsync("22.10.1/08-ring-group", pbx =>
    {
        var call = pbx.Inbound("78121234567", "", "74951230202", "101", "102");
        call.Answer("102");
        call.HangUp("102");
    });

    [Fact]
    public Task Hold_reads_as_recorded() => CompareAsync("22.10.1/09-hold-unhold", pbx =>
    {
        var call = pbx.Inbound("79169998877", "", "74951230101", "101");
        call.Answer("101");
        foreach (var by in (string[])["101", "101", SimCall.Customer])
        {
            call.Hold(by);
            call.Unhold(by);
        }

        call.HangUp("101");
    });

    [Fact]
    public Task Outbound_call_reads_as_recorded() => CompareAsync("22.10.1/11-outbound", pbx =>
    {
        var call = pbx.Outbound("101", "89161234567");
        call.Answer(SimCall.Customer);
        call.HangUp("101");
    }, toStep: 3, raced: true);

    [Fact]
    public Task Internal_call_reads_as_recorded() => CompareAsync("22.10.1/12-internal", pbx =>
    {
        var call = pbx.Internal("101", "102");
        call.Answer("102");
        call.HangUp("102");
    }, raced: true);

    private static async Task CompareAsync(string recording, Action<EmulatedPbx> story, int toStep = int.MaxValue, bool raced = false)
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s" });
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s");

        story(pbx);
        await client.SendAsync("Action: Logoff");
        var told = EventStory.Of(await client.UntilAsync(m => m["Response"] == "Goodbye"));

        var recorded = await EventStory.RecordedAsync(recording, toStep: toStep);
        var (ours, theirs) = raced ? (EventStory.ByChannel(told), EventStory.ByChannel(recorded)) : (told, recorded);
        string.Join('\n', ours).Should().Be(string.Join('\n', theirs));
    }
}
