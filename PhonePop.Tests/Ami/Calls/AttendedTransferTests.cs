using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>The two diagrams of docs/call-model.md, step by step, on recordings of real servers: 100 gives a customer to 103.</summary>
public sealed class AttendedTransferTests
{
    [Fact]
    public async Task On_Asterisk_11_the_masquerade_brings_the_customer_to_the_colleague()
    {
        var story = await StoryAsync("11.15.1/04n-attended-transfer-no-polling");

        story("main:1795535399.86:100").Should().Equal(
            "Newstate Ringing", "Newstate Talking", "MusicOnHold Held", "MusicOnHold Talking", "Hangup Ended to 103", "Hangup Ended to 103");
        story("main:1795535404.88:100").Should().Equal("Dial Dialing", "Newstate Talking", "Rename Ended to 103");
        story("main:1795535404.88:103").Should().Equal("Newstate Ringing for 79267654321", "Newstate Talking for 79267654321", "MusicOnHold Talking", "Rename Ended");
        story("main:1795535399.86:103").Should().Equal("Rename Talking from 100", "Hangup Ended from 100", "Hangup Ended from 100");
    }

    [Fact]
    public async Task On_Asterisk_22_the_swapped_bridge_brings_the_customer_and_the_label_follows()
    {
        var story = await StoryAsync("22.10.1/04n-attended-transfer-no-polling");

        story("main:1795535297.87:100").Should().Equal(
            "Newstate Ringing", "Newstate Talking", "BridgeEnter Talking", "Hold Held", "Unhold Talking", "Hangup Ended to 103", "Hangup Ended to 103");
        story("main:1795535303.89:100").Should().Equal("DialBegin Dialing", "Newstate Talking", "BridgeEnter Talking", "Hangup Ended to 103");
        story("main:1795535303.89:103").Should().Equal(
            "Newstate Ringing for 79267654321", "Newstate Talking for 79267654321", "BridgeEnter Talking for 79267654321", "Unhold Talking", "Hangup Ended");
        story("main:1795535297.87:103").Should().Equal("BridgeEnter Talking", "AttendedTransfer Talking from 100", "Hangup Ended from 100", "Hangup Ended from 100");
    }

    private static async Task<Func<string, IEnumerable<string>>> StoryAsync(string recordingName)
    {
        var recording = await Recordings.LoadAsync(recordingName, TestContext.Current.CancellationToken);
        var replay = new ModelReplay(recording);
        replay.PlayTo(recording.Bytes.Length);
        return id => replay.Published.Last(c => c.Id == id).Trail!.Facts.Select(Line);
    }

    private static string Line(CallFact fact) =>
        $"{fact.Event} {fact.After.Phase}" + (fact.After.TransferredFrom is { } from ? $" from {from}" : "")
        + (fact.After.ConsultFor is { } party ? $" for {party.Number}" : "") + (fact.After.TransferredTo is { } to ? $" to {to}" : "");
}
