using System.Globalization;
using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>One row of <c>CoreShowChannels</c>, still in the message's bytes.</summary>
internal readonly ref struct ChannelRow
{
    public ReadOnlySpan<byte> Uniqueid { get; init; }

    public ReadOnlySpan<byte> Name { get; init; }

    public int State { get; init; }

    public ReadOnlySpan<byte> Number { get; init; }

    public ReadOnlySpan<byte> CallerName { get; init; }

    public ReadOnlySpan<byte> ConnectedNumber { get; init; }

    public ReadOnlySpan<byte> ConnectedName { get; init; }

    /// <summary>Asterisk 12 and later.</summary>
    public ReadOnlySpan<byte> BridgeId { get; init; }

    /// <summary>Asterisk 11, whose rows know no bridge.</summary>
    public ReadOnlySpan<byte> BridgedUniqueid { get; init; }

    /// <summary>Asterisk 12 and later: a dialled channel has its caller's.</summary>
    public ReadOnlySpan<byte> Linkedid { get; init; }

    public ReadOnlySpan<byte> Application { get; init; }

    public ReadOnlySpan<byte> ApplicationData { get; init; }

    public TimeSpan Duration { get; init; }
}

/// <summary>
/// The list against the events. Events flow on between its first row and its last, so each channel is stamped with the list's number
/// when a row or an event touches it: rows correct only what no event touched since the list began, and what neither touched is gone.
/// </summary>
internal sealed partial class ChannelTable
{
    public const string MissingAdded = "missing added";
    public const string PhantomRemoved = "phantom removed";
    public const string FieldCorrected = "field corrected";

    private readonly Dictionary<string, Endpoint> _recalled = new(StringComparer.Ordinal);
    private readonly List<ListedRow> _rows = [];
    private readonly Dictionary<Channel, string> _bridgedRows = [];
    private readonly Dictionary<string, bool> _described = new(Utf8Keys.Instance);
    private bool _isFirstList;

    /// <summary>The number of the list that runs or ran last, or of the session that began after it.</summary>
    public int Epoch { get; private set; }

    /// <summary>True from the first row asked for until the list is complete.</summary>
    public bool IsListing { get; private set; }

    /// <summary>Is told of each correction: its kind, and the evidence.</summary>
    public Action<string, string>? Repaired { get; set; }

    /// <summary>The phone or line that an earlier run of the program knew on this Uniqueid: it is taken up by the channel when that appears.</summary>
    public Endpoint Recall(string uniqueid)
    {
        if (!_recalled.TryGetValue(uniqueid, out var endpoint))
        {
            _recalled[uniqueid] = endpoint = new Endpoint(uniqueid, null, _clock.GetUtcNow());
        }

        return endpoint;
    }

    /// <summary>The first list is complete: what did not appear until now is gone.</summary>
    public void EndRecall() => _recalled.Clear();

    /// <param name="isFirst">The first list of a session tells what happened before it: nothing in it is a repair.</param>
    public void BeginList(bool isFirst)
    {
        Epoch++;
        IsListing = true;
        _isFirstList = isFirst;
        _rows.Clear();
        _bridgedRows.Clear();
    }

    public void Observe(in ChannelRow row)
    {
        if (!IsListing || _rows.Count >= MostChannels)
        {
            return; // a longer list is no list
        }

        var known = Find(row.Uniqueid);
        var touchedByEvent = known is not null && known.Epoch == Epoch;
        if (Seen(row.Uniqueid, touchedByEvent ? [] : row.Name, row.State, out var isNew) is not { } channel)
        {
            return;
        }

        if (isNew)
        {
            channel.Endpoint.StartedAt = Earlier(channel.Endpoint.StartedAt, _clock.GetUtcNow() - row.Duration);
            channel.RingsSince = DateTimeOffset.MinValue; // whoever dials it is in the list too: nothing follows
            Report(MissingAdded, channel.Name);
        }

        _rows.Add(new ListedRow(channel, row.State, Encoding.UTF8.GetString(row.Application), Encoding.UTF8.GetString(row.ApplicationData), Encoding.UTF8.GetString(row.Linkedid)));
        if (touchedByEvent)
        {
            ObserveRest(channel, row);
            return;
        }

        ObserveState(channel, row.State, isNew);
        if (isNew || !row.Number.IsEmpty)
        {
            SetCaller(channel, row.Number, row.CallerName); // an empty number in a row is no news of a known channel
        }

        SetConnected(channel, row.ConnectedNumber, row.ConnectedName);
        if (channel is { State: ChannelState.Ringing, Dials.Count: 0 } && (channel.HadLink || channel.DialOver))
        {
            (channel.HadLink, channel.DialOver) = (false, false); // it rings on: the row is newer than the link that is gone
            Touch(channel);
        }

        ObserveBridge(channel, row);
        channel.Epoch = Epoch;
    }

    // An event touched it since the list began, and is newer; but it may have told one thing only (a hold), of a channel that nobody had told of before.
    private void ObserveRest(Channel channel, in ChannelRow row)
    {
        if (channel.StateEpoch != Epoch)
        {
            ObserveState(channel, row.State, isNew: false);
        }

        if (channel.Endpoint.Number is null)
        {
            SetCaller(channel, row.Number, row.CallerName);
        }

        if (channel.Endpoint.ConnectedNumber is null)
        {
            SetConnected(channel, row.ConnectedNumber, row.ConnectedName);
        }

        if (channel.LinkEpoch != Epoch)
        {
            ObserveBridge(channel, row);
        }
    }

    private void ObserveState(Channel channel, int state, bool isNew)
    {
        if (!isNew && channel.State != state)
        {
            Report(FieldCorrected, $"{channel.Name}: state {channel.State} -> {state}");
        }

        ChangeState(channel, state);
    }

    /// <summary>The list is complete: links between its rows are drawn, and what it lacks is swept.</summary>
    public void EndList()
    {
        if (!IsListing)
        {
            return;
        }

        IsListing = false;

        // No session loses events of its own: its first list decides only about what was known before it.
        Sweep(_isFirstList ? _sessionEpoch : Epoch);
        LinkRows();
        DialRows();
        TouchRinging();
        _described.Clear();
        _isFirstList = false;
        StopAwaiting();
    }

    /// <summary>A list of bridges tells of one: in a holding bridge (parking) nobody talks.</summary>
    public void Describe(ReadOnlySpan<byte> bridgeId, bool isHolding)
    {
        if (!_bridgeById.TryGetValue(bridgeId, out var bridge))
        {
            if (_described.Count >= MostChannels)
            {
                return;
            }

            _described[Encoding.UTF8.GetString(bridgeId)] = isHolding; // its members come with the list of channels
            return;
        }

        if (bridge.IsDescribed)
        {
            return;
        }

        (bridge.IsDescribed, bridge.IsHolding) = (true, isHolding);
        if (isHolding)
        {
            bridge.Members.ForEach(Touch);
        }
    }

    /// <summary>A list of queues tells of a caller whose joining nobody saw.</summary>
    public void ObserveQueued(ReadOnlySpan<byte> uniqueid, ReadOnlySpan<byte> queue, TimeSpan waited)
    {
        if (Find(uniqueid) is { Endpoint.Queue: null } channel)
        {
            QueueJoin(channel, queue);
            channel.Endpoint.QueuedAt = _clock.GetUtcNow() - waited;
        }
    }

    /// <summary>The list did not come to its end: nothing is concluded from it.</summary>
    public void AbandonList()
    {
        if (IsListing)
        {
            IsListing = false;
            TouchRinging();
        }
    }

    private void TouchRinging()
    {
        foreach (var row in _rows)
        {
            if (row.Channel is { IsGone: false, State: ChannelState.Ringing })
            {
                Touch(row.Channel);
            }
        }
    }

    private void Sweep(int oldest)
    {
        foreach (var channel in _channels.Values.ToArray())
        {
            if (channel.Epoch < oldest)
            {
                Report(PhantomRemoved, channel.Name);
                Remove(channel);
            }
        }
    }

    private void ObserveBridge(Channel channel, in ChannelRow row)
    {
        if (IsClassic)
        {
            _bridgedRows[channel] = Encoding.UTF8.GetString(row.BridgedUniqueid);
            if (row.Application.SequenceEqual("ConfBridge"u8))
            {
                var room = row.ApplicationData;
                var comma = room.IndexOf((byte)',');
                EnterBridge(channel, comma < 0 ? room : room[..comma], null, isHolding: false);
            }

            return;
        }

        if (row.BridgeId.IsEmpty ? channel.Bridge is null : channel.Bridge is { } same && Utf8Keys.SameText(row.BridgeId, same.Id))
        {
            return;
        }

        Report(FieldCorrected, $"{channel.Name}: bridge {channel.Bridge?.Id ?? "none"} -> {(row.BridgeId.IsEmpty ? "none" : Encoding.UTF8.GetString(row.BridgeId))}");
        if (row.BridgeId.IsEmpty)
        {
            SetBridge(channel, null);
            LeaveHolding(channel, null); // it asks nobody any more: who transferred by *2 while the colleague's phone rings lives on like this until that one answers
        }
        else
        {
            EnterBridge(channel, row.BridgeId, null, _described.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(row.BridgeId, out var isHolding) ? isHolding : null);
            if (channel.HoldsUnplaced)
            {
                Hold(channel);
            }
        }
    }

    private void LinkRows()
    {
        foreach (var (channel, bridged) in _bridgedRows)
        {
            if (channel.IsGone)
            {
                continue;
            }

            var partner = bridged.Length > 0 && _channels.TryGetValue(bridged, out var found) ? found : null;
            for (var i = channel.Links.Count - 1; i >= 0; i--)
            {
                var linked = channel.Links[i];
                if (linked != partner && _bridgedRows.ContainsKey(linked))
                {
                    Report(FieldCorrected, $"{channel.Name}: no longer linked to {linked.Name}");
                    Unlink(channel, linked);
                }
            }

            if (partner is not null && !channel.Links.Contains(partner))
            {
                Report(FieldCorrected, $"{channel.Name}: linked to {partner.Name}");
                Link(channel, partner);
            }
        }
    }

    /// <summary>An event says how a channel is linked after its row did: the event is newer.</summary>
    private void OutdateRow(Channel channel)
    {
        channel.LinkEpoch = Epoch;
        if (IsListing)
        {
            _bridgedRows.Remove(channel);
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private void Report(string kind, string evidence)
    {
        if (!_isFirstList)
        {
            Repaired?.Invoke(kind, string.Create(CultureInfo.InvariantCulture, $"{evidence} (list {Epoch})"));
        }
    }
}
