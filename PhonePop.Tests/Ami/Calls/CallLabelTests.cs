using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>Who gave whom to whom, and how it ended, on all three generations.</summary>
public sealed class CallLabelTests
{
    public static TheoryData<string> Versions => new("11.15.1", "13.38.3", "22.10.1");

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_blind_transfer_names_both_sides(string version)
    {
        var calls = await EndingsAsync(version, "03-blind-transfer");

        calls["100"].Should().ContainSingle().Which.Should().Match<Call>(c => c.Outcome == CallOutcome.Transferred && c.TransferredTo == "101");
        calls["101"].Should().ContainSingle().Which.Should().Match<Call>(c => c.Outcome == CallOutcome.Answered && c.TransferredFrom == "100" && c.Party.Number == "79161234567");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_attended_transfer_ends_the_consultation_as_transferred_and_the_customer_keeps_one_identity(string version)
    {
        var calls = await EndingsAsync(version, "04-attended-transfer");

        var (first, consultation) = (Outside(calls["100"]), Inside(calls["100"]));
        var (second, asked) = (Outside(calls["101"]), Inside(calls["101"]));
        first.Should().Match<Call>(c => c.Outcome == CallOutcome.Transferred && c.TransferredTo == "101");
        second.Should().Match<Call>(c => c.Outcome == CallOutcome.Answered && c.TransferredFrom == "100");
        consultation.Should().Match<Call>(c => c.Outcome == CallOutcome.Transferred && c.TransferredTo == "101");
        asked.Should().Match<Call>(c => c.Outcome == CallOutcome.Transferred && c.TransferredTo == null);
        UidOf(first).Should().Be(UidOf(second), "both deal with the same caller, whatever Asterisk did to the channels");
        first.ConversationId.Should().Be(second.ConversationId);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task During_a_consultation_the_colleague_sees_for_whom(string version)
    {
        var replay = await PlayedAsync(version, "04-attended-transfer");

        replay.Published.Where(c => c is { Extension: "101", Phase: CallPhase.Ringing }).Should().OnlyContain(c => c.ConsultFor!.Number == "79161234567");
        replay.Published.Where(c => c.Extension == "100").Should().OnlyContain(c => c.ConsultFor == null);
    }

    [Theory]
    [InlineData("11.15.1", "06-queue-ringall")]
    [InlineData("13.38.3", "06-queue-ringall")]
    [InlineData("22.10.1", "06-queue-ringall")]
    [InlineData("11.15.1", "08-ring-group")]
    [InlineData("13.38.3", "08-ring-group")]
    [InlineData("22.10.1", "08-ring-group")]
    public async Task Whose_phone_rang_in_vain_is_told_who_took_the_call(string version, string name)
    {
        var calls = (await EndingsAsync(version, name)).SelectMany(c => c.Value).ToList();

        var taker = calls.Should().ContainSingle(c => c.Outcome == CallOutcome.Answered).Subject;
        calls.Where(c => c != taker).Should().NotBeEmpty().And.OnlyContain(c => c.Outcome == CallOutcome.AnsweredElsewhere && c.AnsweredBy == taker.Extension && c.AnsweredAt == null);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_queue_that_nobody_answers_is_missed_by_all_whom_it_rang(string version)
    {
        var calls = await EndingsAsync(version, "06b-queue-abandoned");

        calls.Keys.Should().BeEquivalentTo("101", "102", "103");
        calls.SelectMany(c => c.Value).Should().OnlyContain(c => c.Outcome == CallOutcome.Missed && c.Queue == "support" && c.WaitingSince != null);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_inbound_call_knows_the_number_that_was_dialled(string version)
    {
        var calls = await EndingsAsync(version, "01-inbound-answered");

        calls.SelectMany(c => c.Value).Should().OnlyContain(c => c.Did!.StartsWith("74951230") && c.Direction == CallDirection.Inbound);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Outbound_calls_end_as_answered_busy_and_not_answered(string version)
    {
        var calls = await EndingsAsync(version, "11-outbound");

        calls.ToDictionary(c => c.Key, c => c.Value.Single().Outcome).Should().Equal(new Dictionary<string, CallOutcome?>
        {
            ["101"] = CallOutcome.Answered, ["102"] = CallOutcome.Busy, ["103"] = CallOutcome.NoAnswer,
        });
        calls.SelectMany(c => c.Value).Should().OnlyContain(c => c.Direction == CallDirection.Outbound);
    }

    [Theory]
    [InlineData("11.15.1", "13-click-to-dial-local")]
    [InlineData("13.38.3", "13-click-to-dial-local")]
    [InlineData("22.10.1", "13-click-to-dial-local")]
    [InlineData("11.15.1", "13b-click-to-dial-direct")]
    [InlineData("13.38.3", "13b-click-to-dial-direct")]
    [InlineData("22.10.1", "13b-click-to-dial-direct")]
    public async Task Click_to_dial_is_one_outbound_call_from_the_first_ring_to_the_end(string version, string name)
    {
        var replay = await PlayedAsync(version, name);

        replay.Published.Select(c => c.Id).Distinct().Should().ContainSingle();
        replay.Published.Should().OnlyContain(c => c.Direction == CallDirection.Outbound && c.Extension == "101");
        replay.Published.Select(c => c.Phase).Aggregate(new List<CallPhase>(), (seen, phase) => seen.LastOrDefault((CallPhase)(-1)) == phase ? seen : [.. seen, phase])
            .Should().Equal(CallPhase.Ringing, CallPhase.Dialing, CallPhase.Talking, CallPhase.Ended);
    }

    [Theory]
    [InlineData("16.28.0", "03f-blind-transfer-of-a-freepbx-queue-call")]
    [InlineData("22.10.1", "03f-blind-transfer-of-a-freepbx-queue-call")]
    [InlineData("16.28.0", "04q-attended-transfer-of-a-freepbx-queue-call-by-feature")]
    [InlineData("22.10.1", "06f-queue-freepbx-members")]
    public async Task A_transfer_that_names_the_half_of_a_Local_channel_is_the_callers(string version, string name)
    {
        var calls = await EndingsAsync(version, name);

        Outside(calls["105"]).Should().Match<Call>(c => c.Outcome == CallOutcome.Transferred && c.TransferredTo == "103");
        Outside(calls["103"]).Should().Match<Call>(c => c.Outcome == CallOutcome.Answered && c.TransferredFrom == "105");
        calls.SelectMany(c => c.Value).Where(c => c.Direction == CallDirection.Internal).Should().OnlyContain(c => c.Outcome == CallOutcome.Transferred);
    }

    [Theory]
    [InlineData("16.28.0")]
    [InlineData("22.10.1")]
    public async Task Who_is_parked_behind_a_Local_channel_is_parked(string version)
    {
        var calls = await EndingsAsync(version, "05q-park-a-freepbx-queue-call");

        Outside(calls["105"]).Outcome.Should().Be(CallOutcome.Parked);
        Outside(calls["103"]).Outcome.Should().Be(CallOutcome.Answered);
    }

    [Theory]
    [InlineData("16.28.0", "04e-attended-transfer-feature-blonde")]
    [InlineData("22.10.1", "04d-attended-transfer-feature")]
    public async Task An_attended_transfer_by_feature_code_names_its_target_though_the_event_does_not(string version, string name)
    {
        var calls = await EndingsAsync(version, name);

        Outside(calls["100"]).Should().Match<Call>(c => c.Outcome == CallOutcome.Transferred && c.TransferredTo == "101");
    }

    [Fact]
    public async Task Two_programs_that_watch_one_PBX_derive_the_same_ids()
    {
        var first = await PlayedAsync("11.15.1", "04-attended-transfer");
        var second = await PlayedAsync("11.15.1", "04-attended-transfer");

        second.Published.Select(c => c.Id).Should().Equal(first.Published.Select(c => c.Id));
    }

    private static async Task<ModelReplay> PlayedAsync(string version, string name)
    {
        var recording = await Recordings.LoadAsync($"{version}/{name}", TestContext.Current.CancellationToken);
        var replay = new ModelReplay(recording);
        foreach (var checkpoint in recording.Timeline)
        {
            replay.PlayTo(checkpoint.SettledAtByte ?? checkpoint.AtByte);
        }

        replay.PlayTo(recording.Bytes.Length);
        return replay;
    }

    private static async Task<Dictionary<string, List<Call>>> EndingsAsync(string version, string name) =>
        (await PlayedAsync(version, name)).Published.Where(c => c.IsFinal).GroupBy(c => c.Extension).ToDictionary(g => g.Key, g => g.ToList());

    private static Call Outside(List<Call> calls) => calls.Single(c => c.Direction != CallDirection.Internal);

    private static Call Inside(List<Call> calls) => calls.Single(c => c.Direction == CallDirection.Internal);

    private static string UidOf(Call call) => call.Id.Split(':')[1];
}
