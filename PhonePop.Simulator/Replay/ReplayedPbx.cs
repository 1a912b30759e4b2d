namespace PhonePop.Simulator.Replay;

/// <summary>
/// What a list would show at this moment of the replay: a small state kept from the recorded events, corrected by the rows of the
/// recorder's own polls where there are some. Events come first, because rows are up to a second old and many recordings have none;
/// rows add what no event says: on Asterisk 11 the connected number after a masquerade.
/// </summary>
internal sealed class ReplayedPbx(bool oldDialect)
{
    private readonly Dictionary<string, ReplayedChannel> _channels = [];
    private readonly HashSet<string> _gone = [];
    private readonly Dictionary<string, RecordedMessage> _bridges = [];
    private readonly Dictionary<string, RecordedMessage> _waiting = [];
    private readonly HashSet<string> _listed = [];
    private readonly HashSet<string> _beforeList = [];
    private string _masqueradeState = "";

    public IReadOnlyCollection<ReplayedChannel> Channels => _channels.Values;

    /// <summary>By bridge id; the last message about each.</summary>
    public IReadOnlyDictionary<string, RecordedMessage> Bridges => _bridges;

    /// <summary>Callers in queues: their join messages, in order.</summary>
    public IReadOnlyCollection<RecordedMessage> Waiting => _waiting.Values;

    public ReplayedChannel? Find(string uniqueid) => _channels.GetValueOrDefault(uniqueid);

    public void Apply(RecordedMessage message, int nowMs)
    {
        switch (message.Name)
        {
            case "":
                BeginList(message);
                return;
            case "Shutdown":
                _channels.Clear();
                _bridges.Clear();
                _waiting.Clear();
                _gone.Clear(); // a restarted Asterisk may count from the start again
                return;
            case "CoreShowChannel":
                ApplyRow(message, nowMs);
                return;
            case "CoreShowChannelsComplete":
                EndList();
                return;
            case "QueueCallerJoin" or "Join":
                _waiting[message["Uniqueid"]] = message;
                break;
            case "QueueCallerLeave" or "Leave":
                _waiting.Remove(message["Uniqueid"]);
                break;
        }

        if (oldDialect)
        {
            ApplyOld(message, nowMs);
        }
        else
        {
            ApplyNew(message, nowMs);
        }

        if (message.Name == "Hangup")
        {
            Remove(message["Uniqueid"]);
        }
    }

    // 13 and later: every event about a channel carries its whole snapshot.
    private void ApplyNew(RecordedMessage message, int nowMs)
    {
        TakeSnapshot(message, "", nowMs);
        TakeSnapshot(message, "Dest", nowMs);
        var bridge = message["BridgeUniqueid"];
        switch (message.Name)
        {
            case "DialBegin" when Find(message["Uniqueid"]) is { Application: "Dial" } caller:
                CorrectDialled(caller, message["DestChannel"]);
                break;
            case "BridgeCreate":
                _bridges[bridge] = message;
                break;
            case "BridgeDestroy":
                _bridges.Remove(bridge);
                break;
            case "Pickup" when Find(message["Uniqueid"]) is { } picker && Find(message["TargetUniqueid"]) is { BridgeId: not "" } rang:
                (picker.BridgeId, rang.BridgeId) = (rang.BridgeId, ""); // one takes the other's place, and nothing else says so
                (picker.Exten, picker.Application, picker.ApplicationData) = (rang.Exten, rang.Application, rang.ApplicationData);
                break;
            case "BridgeEnter" or "BridgeLeave" or "ConfbridgeJoin" or "ConfbridgeLeave" when Find(message["Uniqueid"]) is { } channel:
                _bridges[bridge] = message;
                if (message.Name is "BridgeEnter" or "ConfbridgeJoin")
                {
                    channel.BridgeId = bridge;
                    if (Find(message["SwapUniqueid"]) is { } swapped && swapped.BridgeId == bridge)
                    {
                        swapped.BridgeId = "";
                    }
                }
                else if (channel.BridgeId == bridge)
                {
                    channel.BridgeId = "";
                }

                break;
        }
    }

    private void TakeSnapshot(RecordedMessage message, string prefix, int nowMs)
    {
        if (message.Has(prefix + "Uniqueid") && message.Has(prefix + "ChannelState") && Touch(message[prefix + "Uniqueid"], nowMs) is { } channel)
        {
            channel.Name = message[prefix + "Channel"];
            channel.State = message[prefix + "ChannelState"];
            channel.StateText = message[prefix + "ChannelStateDesc"];
            channel.Number = message[prefix + "CallerIDNum"];
            channel.CallerName = message[prefix + "CallerIDName"];
            channel.ConnectedNumber = message[prefix + "ConnectedLineNum"];
            channel.ConnectedName = message[prefix + "ConnectedLineName"];
            channel.Language = message[prefix + "Language"];
            channel.AccountCode = message[prefix + "AccountCode"];
            channel.Context = message[prefix + "Context"];
            channel.Exten = message[prefix + "Exten"];
            channel.Priority = message[prefix + "Priority"];
            channel.Linkedid = message[prefix + "Linkedid"];
            TakeApplication(message, channel);
        }
    }

    // 11 and earlier: each event carries some fields only, names move between Uniqueids, and a link is between two channels.
    private void ApplyOld(RecordedMessage message, int nowMs)
    {
        switch (message.Name)
        {
            case "Newchannel" or "Newstate" or "NewCallerid" or "Newexten" or "Hangup" or "NewAccountCode" when Touch(message["Uniqueid"], nowMs) is { } channel:
                channel.Name = message["Channel"];
                channel.State = message.Has("ChannelState") ? message["ChannelState"] : channel.State;
                channel.StateText = message.Has("ChannelStateDesc") ? message["ChannelStateDesc"] : channel.StateText;
                channel.Number = message.Has("CallerIDNum") ? message["CallerIDNum"] : channel.Number;
                channel.CallerName = message.Has("CallerIDName") ? message["CallerIDName"] : channel.CallerName;
                channel.ConnectedNumber = message.Has("ConnectedLineNum") ? message["ConnectedLineNum"] : channel.ConnectedNumber;
                channel.ConnectedName = message.Has("ConnectedLineName") ? message["ConnectedLineName"] : channel.ConnectedName;
                channel.Context = message.Has("Context") ? message["Context"] : channel.Context;
                channel.Priority = message.Has("Priority") ? message["Priority"] : channel.Priority;
                channel.Exten = message.Has("Exten") ? message["Exten"] : message.Has("Extension") ? message["Extension"] : channel.Exten;
                TakeApplication(message, channel);
                break;
            case "Bridge" when Touch(message["Uniqueid1"], nowMs) is { } one && Touch(message["Uniqueid2"], nowMs) is { } two:
                Link(one, two, message["Bridgestate"] == "Link");
                break;
            case "Dial" when message["SubEvent"] == "Begin":
                BeginDial(message);
                break;
            case "AgentCalled" when _channels.Values.FirstOrDefault(c => c.Name == message["DestinationChannel"]) is { } member:
                (member.Application, member.ApplicationData) = ("AppQueue", "(Outgoing Line)"); // no Newexten says so, lists do
                break;
            case "Masquerade":
                _masqueradeState = message["CloneState"];
                break;
            case "Rename" when Find(message["Uniqueid"]) is { } renamed:
                renamed.Name = message["Newname"];
                if (!renamed.Name.EndsWith('>'))
                {
                    // The original takes the clone's name and state; no Newstate says so.
                    renamed.StateText = _masqueradeState;
                    renamed.State = StateNumber(_masqueradeState);
                }

                break;
        }
    }

    // The Newexten after a blind transfer still shows the arguments of the first Dial; lists show the right ones.
    private static void CorrectDialled(ReplayedChannel caller, string dialled)
    {
        var device = dialled[..Math.Max(0, dialled.LastIndexOf('-'))];
        var peer = device[(device.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (!caller.ApplicationData.Contains(peer, StringComparison.Ordinal))
        {
            var comma = caller.ApplicationData.IndexOf(',', StringComparison.Ordinal);
            caller.ApplicationData = device + (comma < 0 ? "" : caller.ApplicationData[comma..]);
        }
    }

    private void BeginDial(RecordedMessage dial)
    {
        if (dial["CallerIDNum"] != "<unknown>" && Find(dial["UniqueID"]) is { Number: "" } caller)
        {
            caller.Number = dial["CallerIDNum"]; // a Local half gets its number unannounced
        }

        if (Find(dial["DestUniqueID"]) is { } dialled)
        {
            (dialled.Application, dialled.ApplicationData) = ("AppDial", "(Outgoing Line)"); // no Newexten says so, lists do
        }
    }

    private static void Link(ReplayedChannel one, ReplayedChannel two, bool linked)
    {
        if (linked)
        {
            (one.BridgedWith, two.BridgedWith) = (two.Uniqueid, one.Uniqueid);
            return;
        }

        one.BridgedWith = one.BridgedWith == two.Uniqueid ? "" : one.BridgedWith;
        two.BridgedWith = two.BridgedWith == one.Uniqueid ? "" : two.BridgedWith;
    }

    private static string StateNumber(string text) => text switch { "Ring" => "4", "Ringing" => "5", "Up" => "6", _ => "0" };

    private static void TakeApplication(RecordedMessage message, ReplayedChannel channel)
    {
        if (message.Has("Application") && message.Name is "Newexten" or "CoreShowChannel")
        {
            channel.Application = message["Application"];
            channel.ApplicationData = message[message.Has("AppData") ? "AppData" : "ApplicationData"];
        }
    }

    private void BeginList(RecordedMessage answer)
    {
        if (answer["Message"].StartsWith("Channels will follow", StringComparison.Ordinal))
        {
            _listed.Clear();
            _beforeList.Clear();
            _beforeList.UnionWith(_channels.Keys);
        }
    }

    private void ApplyRow(RecordedMessage row, int nowMs)
    {
        _listed.Add(row["Uniqueid"]);
        if (!oldDialect)
        {
            TakeSnapshot(row, "", nowMs);
        }
        else if (Touch(row["Uniqueid"], nowMs) is { } channel)
        {
            channel.Name = row["Channel"];
            channel.State = row["ChannelState"];
            channel.StateText = row["ChannelStateDesc"];
            channel.Number = row["CallerIDnum"];
            channel.CallerName = row["CallerIDname"];
            channel.ConnectedNumber = row["ConnectedLineNum"];
            channel.ConnectedName = row["ConnectedLineName"];
            channel.Context = row["Context"];
            channel.Exten = row["Extension"];
            channel.Priority = row["Priority"];
            TakeApplication(row, channel);
        }

        if (Find(row["Uniqueid"]) is { } listed)
        {
            listed.BridgeId = row["BridgeId"];
            listed.BridgedWith = row["BridgedUniqueID"];
        }
    }

    // What was there before the list and is not in it ended while nobody told us: a lost connection, a crash.
    private void EndList()
    {
        _beforeList.ExceptWith(_listed);
        foreach (var uniqueid in _beforeList)
        {
            Remove(uniqueid);
        }

        _beforeList.Clear();
    }

    // Late events about a channel that hung up (its variables, its RTP statistics) do not bring it back.
    private ReplayedChannel? Touch(string uniqueid, int nowMs)
    {
        if (uniqueid.Length == 0 || _gone.Contains(uniqueid))
        {
            return null;
        }

        if (!_channels.TryGetValue(uniqueid, out var channel))
        {
            _channels[uniqueid] = channel = new ReplayedChannel(uniqueid) { SinceMs = nowMs };
        }

        return channel;
    }

    private void Remove(string uniqueid)
    {
        _channels.Remove(uniqueid);
        _waiting.Remove(uniqueid);
        _gone.Add(uniqueid);
        foreach (var channel in _channels.Values.Where(c => c.BridgedWith == uniqueid))
        {
            channel.BridgedWith = "";
        }
    }
}
