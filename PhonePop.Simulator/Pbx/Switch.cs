using System.Globalization;
using PhonePop.Simulator.Pbx.Dialects;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx;

/// <summary>
/// The true state of the emulated PBX and the single steps that change it, each told in the words of the dialect. Stories are made of
/// these steps. Everything under <see cref="Lock"/>.
/// </summary>
internal sealed partial class Switch
{
    private const int NoiseAtOnce = 10;
    private readonly List<SimChannel> _channels = [];
    private readonly EmulatedPbxOptions _options;
    private readonly TimeProvider _clock;
    private readonly Random _ids;
    private int _channelNumber;
    private long _notBefore;

    public Switch(EmulatedPbxOptions options, TimeProvider clock, Action<string, AmiText> tell)
    {
        _options = options;
        _clock = clock;
        _ids = new Random(options.Seed);
        Dialect = Dialect.Of(options.Asterisk, options.EventWhenCalled, tell);
        Queues = options.Queues.ToDictionary(q => q.Key, q => new SimQueue(q.Key, q.Value, options.LocalQueues.Contains(q.Key)));
    }

    public Lock Lock { get; } = new();

    public Dialect Dialect { get; }

    public IReadOnlyList<SimChannel> Channels => _channels;

    public IReadOnlyDictionary<string, SimQueue> Queues { get; }

    public ParkingLot Parking { get; private set; } = new();

    public DateTimeOffset Now => _clock.GetUtcNow();

    public string NameOf(string extension) => _options.Operators.FirstOrDefault(o => o.Extension == extension)?.Name ?? "";

    /// <summary>The phones of an extension, as <c>SIP/101</c>.</summary>
    public IEnumerable<string> DevicesOf(string extension)
    {
        var peers = _options.Operators.FirstOrDefault(o => o.Extension == extension)?.Phones;
        return (peers is { Count: > 0 } ? peers : [extension]).Select(peer => $"{Dialect.Technology}/{peer}");
    }

    /// <summary>Whether this extension has any call: ringing, dialling or talking.</summary>
    public bool IsBusy(string extension) => _channels.Exists(channel => channel.Extension == extension);

    /// <summary>Everything is gone, and channels are numbered from 0 again. A real PBX needs more than a second for it, so that no Uniqueid comes twice.</summary>
    public void Reboot()
    {
        _channels.Clear();
        foreach (var queue in Queues.Values)
        {
            queue.Callers.Clear();
        }

        _memberStates.Clear();
        _rooms.Clear();
        Parking = new ParkingLot();
        _channelNumber = 0;
        _notBefore = Math.Max(_notBefore, Now.ToUnixTimeSeconds()) + 1;
    }

    /// <summary>A phone or the trunk calls in.</summary>
    /// <param name="extension">Whose phone; null: the trunk.</param>
    public SimChannel NewCaller(string? extension, string number, string name, string dialled)
    {
        var channel = NewChannel(extension, extension is null ? TrunkDevice : DevicesOf(extension).First(), null);
        channel.Number = number;
        channel.CallerName = name;
        channel.Place.Exten = dialled;
        channel.Place.HasPbx = true;
        channel.State = Dialect.BeginsDown ? SimChannelState.Down : SimChannelState.Ring;
        Dialect.Began(channel);
        if (Dialect.BeginsDown)
        {
            SetState(channel, SimChannelState.Ring, quiet: true);
        }

        return channel;
    }

    /// <summary>A leg towards an operator's phone; it knows its own name at once.</summary>
    public SimChannel NewDialled(SimChannel caller, string extension, string device, string application)
    {
        var channel = NewChannel(extension, device, caller);
        channel.Number = extension;
        channel.CallerName = NameOf(extension);
        channel.Place.Application = application;
        channel.Place.ApplicationData = "(Outgoing Line)";
        Dialect.Began(channel);
        return channel;
    }

    /// <summary>An operator's phone that an Originate is about to ring: nobody calls it.</summary>
    public SimChannel NewOriginated(string extension)
    {
        var channel = NewChannel(extension, DevicesOf(extension).First(), null);
        channel.Number = extension;
        channel.CallerName = NameOf(extension);
        SetOriginated(channel);
        Dialect.Began(channel);
        channel.Place.Exten = Dialect.ExtenOfUncalled;
        return channel;
    }

    // Asterisk 11 leaves it empty.
    private void SetOriginated(SimChannel channel)
    {
        if (!Dialect.IsClassic)
        {
            (channel.Place.Application, channel.Place.ApplicationData) = ("AppDial2", "(Outgoing Line)");
        }
    }

    /// <summary>A leg towards the outside: it takes the dialled number as its own before it is dialled.</summary>
    public SimChannel NewTrunkDialled(SimChannel caller, string number)
    {
        var channel = NewChannel(null, TrunkDevice, caller);
        channel.Place.Application = "AppDial";
        channel.Place.ApplicationData = "(Outgoing Line)";
        Dialect.Began(channel);
        channel.Number = number;
        channel.ConnectedNumber = caller.Number;
        channel.ConnectedName = caller.CallerName;
        channel.Place.Exten = caller.Place.Exten;
        Dialect.CallerIdChanged(channel);
        return channel;
    }

    public void SetState(SimChannel channel, SimChannelState state, bool quiet = false)
    {
        channel.State = state;
        Dialect.StateChanged(channel);
        NoteMember(channel.Extension);
        if (!quiet)
        {
            Noise(channel, state.ToString());
        }
    }

    /// <summary>Tells a channel whom it is connected with.</summary>
    public void Connect(SimChannel channel, SimChannel with)
    {
        channel.ConnectedNumber = with.Number;
        channel.ConnectedName = with.CallerName;
        Dialect.ConnectedChanged(channel);
    }

    public void HangUp(SimChannel channel, HangupCause cause)
    {
        _channels.Remove(channel);
        Noise(channel, cause.Text);
        Dialect.HungUp(channel, cause);
        NoteMember(channel.Extension);
    }

    private string TrunkDevice => $"{Dialect.Technology}/{_options.Trunk}";

    // Most of what a real server sends is of this kind; who asked for "call,agent" gets none of it.
    private void Noise(SimChannel channel, string value)
    {
        for (var i = 0; _options.Noise && i < NoiseAtOnce; i++)
        {
            Dialect.VariableSet(channel, "~HASH~SIP_CAUSE~", value);
        }
    }

    private SimChannel NewChannel(string? extension, string device, SimChannel? dialledBy)
    {
        var number = _channelNumber++;
        var channel = new SimChannel($"{device}-{number:x8}", extension, Now) { Place = NewPlace(number, dialledBy) };
        channel.Place.Context = extension is null ? "from-trunk" : "from-internal";
        _channels.Add(channel);
        return channel;
    }

    private SimPlace NewPlace(int number, SimChannel? dialledBy)
    {
        var uniqueid = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(_notBefore, Now.ToUnixTimeSeconds())}.{number}");
        return new SimPlace(uniqueid, dialledBy?.Place.Linkedid ?? uniqueid);
    }
}
