using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>
/// The graph: channels, and the links between them. The dialects tell it facts; every transition is idempotent, and a channel that
/// hung up never comes back. It notes what a fact touched, so that only those conversations are looked at again.
/// </summary>
internal sealed partial class ChannelTable
{
    private const int RememberedGone = 4_096;
    private static readonly List<Channel> NoChannels = [];

    private readonly Dictionary<string, Channel> _channels = new(Utf8Keys.Instance);
    private readonly Dictionary<string, Channel>.AlternateLookup<ReadOnlySpan<byte>> _byUniqueid;
    private readonly Dictionary<string, Channel> _names = new(Utf8Keys.Instance);
    private readonly Dictionary<string, Channel>.AlternateLookup<ReadOnlySpan<byte>> _byName;
    private readonly Dictionary<string, Bridge> _bridges = new(Utf8Keys.Instance);
    private readonly Dictionary<string, Bridge>.AlternateLookup<ReadOnlySpan<byte>> _bridgeById;
    private readonly Dictionary<string, List<Channel>> _byExtension = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Channel>> _trunksByNumber = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(Utf8Keys.Instance);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<byte>> _goneByUniqueid;
    private readonly Queue<string> _goneOrder = new();
    private readonly OperatorDevices _devices;
    private readonly TimeProvider _clock;
    private readonly SteadyClock _steady;

    public ChannelTable(OperatorDevices devices, TimeProvider clock, SteadyClock steady)
    {
        _steady = steady;
        _devices = devices;
        _clock = clock;
        _byUniqueid = _channels.GetAlternateLookup<ReadOnlySpan<byte>>();
        _byName = _names.GetAlternateLookup<ReadOnlySpan<byte>>();
        _bridgeById = _bridges.GetAlternateLookup<ReadOnlySpan<byte>>();
        _goneByUniqueid = _gone.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Asterisk 11 and older: the old event model.</summary>
    public bool IsClassic { get; set; }

    public IReadOnlyCollection<Channel> Channels => _channels.Values;

    /// <summary>Channels whose surroundings changed since <see cref="ClearTouched"/>; may hold one that is gone.</summary>
    public List<Channel> Touched { get; } = [];

    /// <summary>Extensions to look at again although no channel of theirs is left to lead there.</summary>
    public List<string> TouchedExtensions { get; } = [];

    public void ClearTouched()
    {
        Touched.Clear();
        TouchedExtensions.Clear();
    }

    // A list, not an interface: to walk one of those costs an enumerator on the heap.
    public List<Channel> ChannelsOf(string extension) => _byExtension.TryGetValue(extension, out var list) ? list : NoChannels;

    /// <summary>The operator of a device or channel name, as an event writes it; null when it is nobody's.</summary>
    public string? OperatorOf(ReadOnlySpan<byte> device) => device.IsEmpty ? null : _devices.ExtensionOf(Encoding.UTF8.GetString(device));

    public bool IsExtension(string number) => _devices.IsExtension(number);

    /// <summary>An outside channel that carries this number and is connected to nobody (alone in a bridge: who asked a colleague is rung back), the one that is up first; null when there is none.</summary>
    /// <param name="number">The number, as the phone's connected line says it.</param>
    /// <param name="mustBeUp">True where only an answered channel will do.</param>
    /// <param name="preferred">The one that was found before: it stays while it fits.</param>
    public Channel? WaitingTrunk(string number, bool mustBeUp, Channel? preferred)
    {
        if (preferred is { IsGone: false } && preferred.Endpoint.Number == number && Waits(preferred))
        {
            return preferred;
        }

        if (!_trunksByNumber.TryGetValue(number, out var list))
        {
            return null;
        }

        Channel? any = null;
        foreach (var channel in list)
        {
            if (!Waits(channel))
            {
                continue;
            }

            if (channel.IsUp)
            {
                return channel;
            }

            any ??= channel;
        }

        return mustBeUp ? null : any;
    }

    private static bool Waits(Channel channel) => channel.Bridge is null or { IsHolding: false, Members.Count: 1 } && channel.Links.Count == 0;

    public Channel? Find(ReadOnlySpan<byte> uniqueid) => _byUniqueid.TryGetValue(uniqueid, out var channel) ? channel : null;

    public Channel? FindByName(ReadOnlySpan<byte> name) => _byName.TryGetValue(name, out var channel) ? channel : null;

    /// <summary>The channel of an event: found, or introduced when its beginning was missed. Null without a Uniqueid, and for one that has hung up.</summary>
    /// <param name="uniqueid">The Uniqueid as in the message.</param>
    /// <param name="name">Its name now; empty when the event does not say.</param>
    /// <param name="state">The state to begin with when it is new, or null.</param>
    /// <param name="isNew">True when it was unknown until now.</param>
    public Channel? Seen(ReadOnlySpan<byte> uniqueid, ReadOnlySpan<byte> name, int? state, out bool isNew)
    {
        isNew = false;
        if (!_byUniqueid.TryGetValue(uniqueid, out var channel))
        {
            if (uniqueid.IsEmpty || name.IsEmpty || _goneByUniqueid.Contains(uniqueid))
            {
                return null; // an event that names nothing else is no beginning of a channel
            }

            isNew = true;
            channel = new Channel(Encoding.UTF8.GetString(uniqueid), _clock.GetUtcNow()) { State = state ?? ChannelState.Down, RingsSince = _steady.Now, StateEpoch = state is null ? 0 : Epoch };
            if (_recalled.Remove(channel.Uniqueid, out var known))
            {
                channel.Endpoint = known;
                known.Channel = channel;
            }

            _channels.Add(channel.Uniqueid, channel);
            Touch(channel);
        }

        if (!name.IsEmpty && !Utf8Keys.SameText(name, channel.Name) && !IsGivenAway(channel.Name))
        {
            Rename(channel, Encoding.UTF8.GetString(name));
        }

        channel.Epoch = Epoch;
        return channel;
    }

    /// <summary>The channel's state. A phone that was answered rings no more: what says so comes late. (Halves of Local channels do.)</summary>
    public void SetState(Channel channel, int state)
    {
        channel.StateEpoch = Epoch;
        if (!(channel is { IsUp: true, Kind: ChannelKind.Operator or ChannelKind.Trunk } && state is ChannelState.Ring or ChannelState.Ringing))
        {
            ChangeState(channel, state);
        }
    }

    private void ChangeState(Channel channel, int state)
    {
        if (channel.State == state)
        {
            return;
        }

        channel.State = state;
        if (state == ChannelState.Ringing)
        {
            channel.RingsSince = _steady.Now;
        }

        Touch(channel);
    }

    /// <summary>The channel's own number and name. On an operator's channel they mean nothing (Originate overwrites them) but are kept for a masquerade.</summary>
    public void SetCaller(Channel channel, ReadOnlySpan<byte> number, ReadOnlySpan<byte> name)
    {
        var endpoint = channel.Endpoint;
        var oldNumber = endpoint.Number;
        var changed = false;
        if (PartyText.Changed(number, oldNumber, out var newNumber))
        {
            UnindexNumber(channel);
            endpoint.Number = newNumber;
            IndexNumber(channel);
            changed = true;
        }

        if (PartyText.Changed(name, endpoint.Name, out var newName))
        {
            endpoint.Name = newName;
            changed = true;
        }

        if (changed)
        {
            Touch(channel);
        }
    }

    public void SetConnected(Channel channel, ReadOnlySpan<byte> number, ReadOnlySpan<byte> name)
    {
        var endpoint = channel.Endpoint;
        if (PartyText.Changed(number, endpoint.ConnectedNumber, out var newNumber))
        {
            endpoint.ConnectedNumber = newNumber;
            Touch(channel);
        }

        if (PartyText.Changed(name, endpoint.ConnectedName, out var newName))
        {
            endpoint.ConnectedName = newName;
            Touch(channel);
        }
    }

    public void Hangup(Channel channel, int cause)
    {
        channel.Endpoint.HangupCause = cause;
        Remove(channel);
    }

    public void Touch(Channel channel)
    {
        if (Touched.Count == 0 || Touched[^1] != channel)
        {
            Touched.Add(channel);
        }
    }

    /// <summary>Nobody carries this phone or line any more: whoever had a call with it is looked at again.</summary>
    private void End(Endpoint endpoint)
    {
        endpoint.Channel = null;
        TouchedExtensions.AddRange(endpoint.Watchers);
    }

    private void TouchNeighbours(Channel channel)
    {
        if (channel.Bridge is { } bridge)
        {
            foreach (var member in bridge.Members)
            {
                Touch(member);
            }
        }

        if (channel.LeftHolding is { } left)
        {
            foreach (var member in left.Members)
            {
                Touch(member);
            }
        }

        foreach (var dial in channel.Dials)
        {
            Touch(dial.Other(channel));
        }

        foreach (var other in channel.Links)
        {
            Touch(other);
        }

        if (channel.LocalPeer is { } peer)
        {
            Touch(peer);
        }
    }

    private void IndexNumber(Channel channel)
    {
        if (channel is { Kind: ChannelKind.Trunk, Endpoint.Number: { } number })
        {
            if (!_trunksByNumber.TryGetValue(number, out var list))
            {
                _trunksByNumber[number] = list = [];
            }

            list.Add(channel);
        }
    }

    private void UnindexNumber(Channel channel)
    {
        if (channel.Endpoint.Number is { } number && _trunksByNumber.TryGetValue(number, out var list) && list.Remove(channel) && list.Count == 0)
        {
            _trunksByNumber.Remove(number);
        }
    }
}
