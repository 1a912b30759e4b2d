using PhonePop.Simulator.Pbx.Dialects;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx;

/// <summary>Lists of the emulated PBX, from its true state. Called under the switch's lock.</summary>
internal sealed class PbxAnswers(Switch state, CommonAnswers common)
{
    public byte[] Answer(ReceivedAction action)
    {
        var id = action.ActionId;
        return action.Name.ToUpperInvariant() switch
        {
            "CORESHOWCHANNELS" => List(id, "Channels will follow", "CoreShowChannelsComplete", state.Channels.Select(c => state.Dialect.ChannelRow(id, c, state.Now - c.Since))),
            "STATUS" => List(id, "Channel status will follow", "StatusComplete", state.Channels.Select(c => StatusRow(id, c))),
            "BRIDGELIST" when !state.Dialect.IsClassic => List(id, "Bridge listing will follow", "BridgeListComplete", Bridges().Select(b => AmiText.Row("BridgeListItem", id).AddBridge(b))),
            "QUEUESTATUS" => List(id, "Queue status will follow", "QueueStatusComplete", QueueRows(action)),
            "QUEUESUMMARY" => List(id, "Queue summary will follow", "QueueSummaryComplete", Queues(action).Select(q => SummaryRow(id, q))),
            "GETVAR" when state.Dialect.Release == AsteriskRelease.Asterisk22 && action.Get("Variable") == "CHANNEL(onhold)" => OnHold(action).ToBytes(),
            _ => (common.Answer(action, Bridges().Count(), state.Now) ?? AmiText.Error(id, "Invalid/unknown command")).ToBytes(),
        };
    }

    private AmiText OnHold(ReceivedAction action)
    {
        var name = action.Get("Channel");
        return state.Channels.FirstOrDefault(c => c.Name == name || c.Uniqueid == name) is { } channel
            ? AmiText.Response("Success", action.ActionId).Add("Variable", action.Get("Variable")).Add("Value", channel.Bridge?.Other(channel) is { IsHolding: true } ? 1 : 0)
            : AmiText.Error(action.ActionId, "No such channel");
    }

    private byte[] List(string id, string message, string complete, IEnumerable<AmiText> rows)
    {
        var all = rows.ToList();
        return [.. AmiText.ListStart(id, message).ToBytes(), .. all.SelectMany(row => row.ToBytes()), .. state.Dialect.ListEnd(complete, id, all.Count).ToBytes()];
    }

    private IEnumerable<SimBridge> Bridges() => state.Channels.Select(c => c.Bridge).OfType<SimBridge>().Distinct();

    private IEnumerable<SimQueue> Queues(ReceivedAction action) =>
        state.Queues.Values.Where(q => action.Get("Queue").Length == 0 || q.Name.Equals(action.Get("Queue"), StringComparison.OrdinalIgnoreCase));

    private AmiText StatusRow(string id, SimChannel channel) => AmiText.Row("Status", id).AddChannel(channel)
        .Add("Type", state.Dialect.Technology).Add("BridgeID", channel.Bridge?.Id ?? "")
        .Add("Application", channel.Place.Application).Add("Data", channel.Place.ApplicationData)
        .Add("Seconds", (int)(state.Now - channel.Since).TotalSeconds);

    private IEnumerable<AmiText> QueueRows(ReceivedAction action)
    {
        var id = action.ActionId;
        foreach (var queue in Queues(action))
        {
            yield return AmiText.Row("QueueParams", id).Add("Queue", queue.Name).Add("Max", 0).Add("Strategy", "ringall")
                .Add("Calls", queue.Callers.Count).Add("Holdtime", 0).Add("TalkTime", 0)
                .Add("Completed", queue.Completed).Add("Abandoned", queue.Abandoned)
                .Add("ServiceLevel", 0).Add("ServicelevelPerf", "0.0").Add("Weight", 0);
            foreach (var (extension, device) in queue.Members.SelectMany(member => state.DevicesOf(member).Select(device => (member, device))))
            {
                yield return AmiText.Row("QueueMember", id).Add("Queue", queue.Name).Add("Name", state.NameOf(extension))
                    .Add("Location", device).Add("StateInterface", device).Add("Membership", "static")
                    .Add("Penalty", 0).Add("CallsTaken", queue.Standing[extension].CallsTaken).Add("LastCall", queue.Standing[extension].LastCall).Add("LastPause", 0)
                    .Add("InCall", 0).Add("Status", state.MemberState(extension)).Add("Paused", queue.Standing[extension].Paused ? 1 : 0)
                    .Add("PausedReason", queue.Standing[extension].PausedReason);
            }

            foreach (var (caller, position) in queue.Callers.Select((caller, index) => (caller, index + 1)))
            {
                yield return AmiText.Row("QueueEntry", id).Add("Queue", queue.Name).Add("Position", position)
                    .Add("Channel", caller.Name).Add("Uniqueid", caller.Uniqueid)
                    .Add("CallerIDNum", caller.Number).Add("CallerIDName", caller.CallerName)
                    .Add("ConnectedLineNum", "unknown").Add("ConnectedLineName", "unknown")
                    .Add("Wait", (int)(state.Now - caller.Place.WaitsSince).TotalSeconds).Add("Priority", 0);
            }
        }
    }

    private AmiText SummaryRow(string id, SimQueue queue) => AmiText.Row("QueueSummary", id).Add("Queue", queue.Name)
        .Add("LoggedIn", queue.Members.Count).Add("Available", queue.Members.Count(m => state.MemberState(m) == 1))
        .Add("Callers", queue.Callers.Count).Add("HoldTime", 0).Add("TalkTime", 0)
        .Add("LongestHoldTime", queue.Callers.Count == 0 ? 0 : (int)(state.Now - queue.Callers[0].Place.WaitsSince).TotalSeconds);
}
