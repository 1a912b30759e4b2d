using System.Globalization;
using System.Text;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Replay;

/// <summary>Answers to a client's actions at this moment of a replay, in the spelling of the recorded version.</summary>
internal sealed class ReplayAnswers(Recording recording, CommonAnswers common, ReplayedPbx pbx, TimeProvider clock)
{
    // Latin-1 gives back the bytes that the recording had; what we write ourselves is ASCII.
    private static readonly Encoding Recorded = Encoding.Latin1;

    public byte[] Answer(ReceivedAction action, int nowMs)
    {
        var id = Recorded.GetString(Encoding.UTF8.GetBytes(action.ActionId)); // comes back as it was sent
        return action.Name.ToUpperInvariant() switch
        {
            "CORESHOWCHANNELS" => Join(Channels(id, nowMs)),
            "BRIDGELIST" when !common.IsOldDialect => Join(Bridges(id)),
            "QUEUESTATUS" => Join(Queues(id)),
            // Refused to small accounts on 13 and 22; here always, since a replay knows no parking places.
            "PARKEDCALLS" => AmiText.Error(id, "Permission denied").ToBytes(Recorded),
            _ => (common.Answer(action, pbx.Channels.Count / 2, clock.GetUtcNow()) ?? AmiText.Error(id, "Invalid/unknown command")).ToBytes(),
        };
    }

    private static byte[] Join(IEnumerable<AmiText> messages) => [.. messages.SelectMany(m => m.ToBytes(Recorded))];

    private IEnumerable<AmiText> Channels(string id, int nowMs)
    {
        yield return AmiText.ListStart(id, "Channels will follow");
        foreach (var channel in pbx.Channels)
        {
            var duration = TimeSpan.FromMilliseconds(nowMs - channel.SinceMs).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
            yield return common.IsOldDialect ? OldRow(id, channel, duration) : NewRow(id, channel, duration);
        }

        yield return ListEnd("CoreShowChannelsComplete", id, pbx.Channels.Count);
    }

    private static AmiText NewRow(string id, ReplayedChannel channel, string duration) => AmiText.Row("CoreShowChannel", id)
        .Add("Channel", channel.Name).Add("ChannelState", channel.State).Add("ChannelStateDesc", channel.StateText)
        .Add("CallerIDNum", channel.Number).Add("CallerIDName", channel.CallerName)
        .Add("ConnectedLineNum", channel.ConnectedNumber).Add("ConnectedLineName", channel.ConnectedName)
        .Add("Language", channel.Language).Add("AccountCode", channel.AccountCode)
        .Add("Context", channel.Context).Add("Exten", channel.Exten).Add("Priority", channel.Priority)
        .Add("Uniqueid", channel.Uniqueid).Add("Linkedid", channel.Linkedid)
        .Add("Application", channel.Application).Add("ApplicationData", channel.ApplicationData)
        .Add("Duration", duration).Add("BridgeId", channel.BridgeId);

    // 11 writes UniqueID, CallerIDnum and Extension in rows, though not in events.
    private AmiText OldRow(string id, ReplayedChannel channel, string duration) => AmiText.Row("CoreShowChannel", id)
        .Add("Channel", channel.Name).Add("UniqueID", channel.Uniqueid)
        .Add("Context", channel.Context).Add("Extension", channel.Exten).Add("Priority", channel.Priority)
        .Add("ChannelState", channel.State).Add("ChannelStateDesc", channel.StateText)
        .Add("Application", channel.Application).Add("ApplicationData", channel.ApplicationData)
        .Add("CallerIDnum", Known(channel.Number)).Add("CallerIDname", Known(channel.CallerName))
        .Add("ConnectedLineNum", Known(channel.ConnectedNumber)).Add("ConnectedLineName", Known(channel.ConnectedName))
        .Add("Duration", duration).Add("AccountCode", channel.AccountCode)
        .Add("BridgedChannel", pbx.Find(channel.BridgedWith)?.Name ?? "").Add("BridgedUniqueID", channel.BridgedWith);

    private static string Known(string value) => value is "<unknown>" or "unknown" ? "" : value;

    private IEnumerable<AmiText> Bridges(string id)
    {
        yield return AmiText.ListStart(id, "Bridge listing will follow");
        foreach (var (bridgeId, bridge) in pbx.Bridges)
        {
            yield return AmiText.Row("BridgeListItem", id)
                .Add("BridgeUniqueid", bridgeId).Add("BridgeType", bridge["BridgeType"]).Add("BridgeTechnology", bridge["BridgeTechnology"])
                .Add("BridgeCreator", bridge["BridgeCreator"]).Add("BridgeName", bridge["BridgeName"])
                .Add("BridgeNumChannels", pbx.Channels.Count(c => c.BridgeId == bridgeId)).Add("BridgeVideoSourceMode", "none");
        }

        yield return ListEnd("BridgeListComplete", id, pbx.Bridges.Count);
    }

    // Only what the recording tells: the callers who wait. Members and statistics are in no event that everybody gets.
    private IEnumerable<AmiText> Queues(string id)
    {
        var items = 0;
        yield return AmiText.ListStart(id, "Queue status will follow");
        foreach (var queue in pbx.Waiting.GroupBy(join => join["Queue"]))
        {
            items += 1 + queue.Count();
            yield return AmiText.Row("QueueParams", id).Add("Queue", queue.Key).Add("Max", 0).Add("Strategy", "ringall").Add("Calls", queue.Count());
            foreach (var (join, position) in queue.Select((join, index) => (join, index + 1)))
            {
                yield return AmiText.Row("QueueEntry", id).Add("Queue", queue.Key).Add("Position", position)
                    .Add("Channel", pbx.Find(join["Uniqueid"])?.Name ?? join["Channel"]).Add("Uniqueid", join["Uniqueid"])
                    .Add("CallerIDNum", join["CallerIDNum"]).Add("CallerIDName", join["CallerIDName"]).Add("Wait", 0);
            }
        }

        yield return ListEnd("QueueStatusComplete", id, items);
    }

    // 11 puts the ActionID last.
    private AmiText ListEnd(string name, string id, int items)
    {
        if (recording.AsteriskVersion.StartsWith("11.", StringComparison.Ordinal))
        {
            return AmiText.Row(name, "").Add("EventList", "Complete").Add("ListItems", items).Add("ActionID", id);
        }

        return AmiText.ListEnd(name, id, items);
    }
}
