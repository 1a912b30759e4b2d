using System.Text;
using System.Text.RegularExpressions;

namespace PhonePop.Tests.Simulator;

/// <summary>Events of the classes that we use as comparable text: ids, channel numbers and durations become names in order of appearance.</summary>
internal static partial class EventStory
{
    // OriginateResponse answers the one who asked. States of devices follow the calls at their own pace, and dialplan steps (on 13 of class "call") lead nowhere: the call model uses neither.
    private static readonly string[] Noise = ["DeviceStateChange", "ExtensionStatus", "QueueMemberStatus", "Newexten", "OriginateResponse"];

    // Which technology a bridge takes is Asterisk's affair, and durations depend on how long the recorder waited.
    private static readonly string[] Ignored = ["BridgeTechnology", "OrigBridgeTechnology", "SecondBridgeTechnology", "HoldTime", "RingTime", "TalkTime", "SIP-Callid", "Id"];

    public static async Task<List<string>> RecordedAsync(string name, int toStep = int.MaxValue)
    {
        var recording = await Transcript.LoadAsync(name);
        var to = toStep >= recording.Timeline.Count ? recording.Bytes.Length : recording.Timeline[toStep].SettledAtByte!.Value;
        return Of(RawMessage.ParseAll(Encoding.UTF8.GetString(recording.Bytes.Span[..to])));
    }

    /// <summary>
    /// The same events, put in order for each channel (and pair of channels) alone: in Asterisk every channel is a thread, and who tells
    /// first that a phone rings, or that a bridge is left, is decided anew each time.
    /// </summary>
    public static IEnumerable<string> ByChannel(IEnumerable<string> events) => events
        .Select(text => Dialled().Replace(text, "$1"))
        .GroupBy(text => Channels().Match(text) is { Success: true } match ? match.Value : Bridge().Match(text).Value)
        .OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(group => group);

    public static List<string> Of(IEnumerable<RawMessage> messages)
    {
        var names = new Dictionary<string, string>();
        return [.. messages.Where(m => m["Privilege"] is "call,all" or "agent,all" && !Noise.Contains(m["Event"])).Select(Text)];

        string Text(RawMessage message) => Ids().Replace(
            string.Join(" | ", message.Headers.Where(h => !Ignored.Contains(h.Key)).Select(h => $"{h.Key}: {h.Value}")),
            match => names.TryGetValue(match.Value, out var known) ? known : names[match.Value] = $"#{names.Count}");
    }

    [GeneratedRegex(@"(?<=\| Channel: )[^|]+(.*DestChannel: [^|]+)?")]
    private static partial Regex Channels();

    [GeneratedRegex(@"BridgeUniqueid: \S+")]
    private static partial Regex Bridge();

    // The dialled phone may ring before the dial is announced.
    [GeneratedRegex(@"(?<=Event: DialBegin .*)(\| DestChannel: [^|]+)\| DestChannelState: \d \| DestChannelStateDesc: \w+ ")]
    private static partial Regex Dialled();

    [GeneratedRegex(@"\b\d{10}\.\d+\b|-[0-9a-f]{8}\b(?!-)|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")]
    private static partial Regex Ids();
}
