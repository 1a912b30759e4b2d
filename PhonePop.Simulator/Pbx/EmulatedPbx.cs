using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx;

/// <summary>
/// An AMI server on 127.0.0.1 with a PBX behind it that is not there: calls happen when a method says so, every client is told in the
/// words of the Asterisk that was chosen, and <see cref="Truth"/> says who is really with whom. All methods may be called from any thread.
/// </summary>
public sealed class EmulatedPbx : IAsyncDisposable, IAmiBackend
{
    private readonly CommonAnswers _common;
    private readonly Switch _switch;
    private readonly PbxAnswers _answers;
    private readonly ConcurrentDictionary<AmiClient, bool> _clients = new();
    private readonly List<SimCall> _calls = [];
    private readonly AmiServer _server;
    private readonly ILogger _logger;

    private EmulatedPbx(EmulatedPbxOptions options, TimeProvider clock, ILogger logger)
    {
        _logger = logger;
        Queues = options.Queues;
        _switch = new Switch(options, clock, Tell);
        _common = new CommonAnswers(_switch.Dialect.AsteriskVersion, _switch.Dialect.AmiVersion, clock.GetUtcNow());
        _answers = new PbxAnswers(_switch, _common);
        _server = new AmiServer(this, new AmiAccount(options.User, options.Secret), Faults, options.ClientQueueLength, clock, logger);
    }

    /// <summary>How the server misbehaves.</summary>
    public Faults Faults { get; } = new();

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => _server.Port;

    /// <summary>The queues and their members' extensions.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Queues { get; }

    /// <summary>The calls that are not over, oldest first.</summary>
    public IReadOnlyList<SimCall> Calls
    {
        get
        {
            lock (_switch.Lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>How many calls there have been since the start.</summary>
    public int CallsBegun { get; private set; }

    string IAmiBackend.Banner => "Asterisk Call Manager/" + _common.AmiVersion;

    /// <summary>Starts the server.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static EmulatedPbx Start(EmulatedPbxOptions options, TimeProvider? clock = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var pbx = new EmulatedPbx(options, clock ?? TimeProvider.System, logger ?? NullLogger.Instance);
        pbx._server.Start(options.Port);
        return pbx;
    }

    /// <summary>A customer calls a line that rings one phone, or several at once.</summary>
    /// <param name="number">As the provider writes it; empty or "anonymous": withheld.</param>
    /// <param name="name">As the provider writes it, hostile or not; empty: none.</param>
    /// <param name="did">The dialled number.</param>
    /// <param name="extensions">Whose phones ring.</param>
    public SimCall Inbound(string number, string name, string did, params IReadOnlyList<string> extensions) =>
        Begin(null, number, name, did, (caller, call) =>
        {
            caller.Place.Priority = extensions.Count == 1 ? 2 : 1; // a line of its own says a word first, the group dials at once
            call.Dial(extensions);
        });

    /// <summary>A customer calls a queue; the phones of all its members who have no call ring.</summary>
    /// <exception cref="KeyNotFoundException">There is no such queue.</exception>
    public SimCall EnterQueue(string number, string name, string did, string queue)
    {
        var entered = _switch.Queues[queue];
        return Begin(null, number, name, did, (_, call) => call.Enqueue(entered));
    }

    /// <summary>An operator dials an outside number, as typed.</summary>
    public SimCall Outbound(string extension, string number) =>
        Begin(extension, extension, _switch.NameOf(extension), number, (_, call) => call.DialOut(number));

    /// <summary>An operator calls another.</summary>
    public SimCall Internal(string from, string to) => Begin(from, from, _switch.NameOf(from), to, (_, call) => call.Dial([to]));

    /// <summary>An operator holds a call and calls a colleague about it. <see cref="SimCall.CompleteTransfer"/> joins the two.</summary>
    public SimCall Consult(SimCall call, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.Hold(from);
        return Internal(from, to);
    }

    /// <summary>The same by feature code (<c>*2</c>): one channel of the operator does both, through a Local channel.</summary>
    /// <exception cref="InvalidOperationException">The operator does not talk in this call.</exception>
    public SimCall ConsultByCode(SimCall call, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(call);
        lock (_switch.Lock)
        {
            return Begin(call.StepAside(from), consultation => consultation.ConsultByCode(call, to));
        }
    }

    /// <summary>A customer calls a line whose dialplan reaches the phones through Local channels.</summary>
    /// <param name="number">As the provider writes it.</param>
    /// <param name="did">The dialled number.</param>
    /// <param name="kept">Made with <c>/n</c>: they stay in the call. Otherwise they go at the answer.</param>
    /// <param name="extensions">Whose phones ring.</param>
    public SimCall InboundThroughLocals(string number, string did, bool kept, params IReadOnlyList<string> extensions) =>
        Begin(null, number, "", did, (_, call) => call.DialThroughLocals(extensions, kept));

    /// <summary>A customer calls a line with a voice menu: the PBX answers by itself. <see cref="SimCall.Choose"/> rings phones.</summary>
    public SimCall InboundToMenu(string number, string name, string did) => Begin(null, number, name, did, (_, call) => call.HearMenu());

    /// <summary>A customer calls a conference room.</summary>
    public SimCall InboundToConference(string number, string name, string did, string room) => Begin(null, number, name, did, (_, call) => call.JoinRoom(room));

    /// <summary>An operator dials a conference room.</summary>
    public SimCall JoinConference(string extension, string room) => Begin(extension, extension, _switch.NameOf(extension), room, (_, call) => call.JoinRoom(room));

    /// <summary>Click-to-dial: the operator's own phone rings, and when it is answered the number is dialled.</summary>
    /// <param name="extension">Whose phone.</param>
    /// <param name="number">The customer's.</param>
    /// <param name="throughLocal">Whether the Originate rings the phone through a Local channel.</param>
    public SimCall ClickToDial(string extension, string number, bool throughLocal = false)
    {
        lock (_switch.Lock)
        {
            if (!throughLocal)
            {
                return Begin(_switch.NewOriginated(extension), call => call.Click(number, null));
            }

            var local = _switch.NewLocal(null, (number, ""), extension, kept: false);
            _switch.Dialect.DialBegan(null, local.One, extension + "@from-internal");
            return Begin(SimCall.DialBehind(_switch, local, extension), call => call.Click(number, local));
        }
    }

    /// <summary>A supervisor listens to an operator who talks. It ends by <see cref="SimCall.End"/>.</summary>
    /// <exception cref="InvalidOperationException">That operator has no channel.</exception>
    public SimCall Spy(string supervisor, string on)
    {
        lock (_switch.Lock)
        {
            var spied = _switch.Channels.FirstOrDefault(c => c.Extension == on && c.State == SimChannelState.Up) ?? throw new InvalidOperationException($"{on} does not talk.");
            return Begin(supervisor, supervisor, _switch.NameOf(supervisor), "*55", (_, call) => call.Spy(spied));
        }
    }

    /// <summary>Who is with whom at this moment.</summary>
    public IReadOnlyList<TruthEntry> Truth()
    {
        lock (_switch.Lock)
        {
            return [.. _calls.SelectMany(call => call.Truth()), .. RoomTruth.Of(_calls)];
        }
    }

    /// <summary>Whether any phone call of this extension exists: ringing, dialling or talking.</summary>
    public bool IsBusy(string extension)
    {
        lock (_switch.Lock)
        {
            return _switch.IsBusy(extension);
        }
    }

    /// <summary>Cuts every client's connection now, as a broken network does. Calls go on.</summary>
    public void DropClients() => _server.DropAll();

    /// <summary>The PBX dies without a word and is there again at once: all calls are gone, channels are numbered from 0 again.</summary>
    public void Crash()
    {
        lock (_switch.Lock)
        {
            Reboot();
            _server.DropAll();
        }
    }

    /// <summary>The PBX is restarted by its administrator: it says so, closes the connections, and begins anew as after <see cref="Crash"/>.</summary>
    public void Restart()
    {
        lock (_switch.Lock)
        {
            Tell("system", AmiText.Event("Shutdown", "system").Add("Shutdown", "Cleanly").Add("Restart", "True"));
            Reboot();
            foreach (var client in _clients.Keys)
            {
                _clients.TryRemove(client, out _);
                client.Release();
                client.CloseWhenSent();
            }
        }
    }

    /// <summary>Sends what <see cref="Faults"/> let wait, then an event with this number: whoever has read it has read all that happened before.</summary>
    public void Mark(int number)
    {
        lock (_switch.Lock)
        {
            var mark = AmiText.Event("UserEvent", "user").Add("UserEvent", "Mark").Add("Mark", number).ToBytes();
            foreach (var client in _clients.Keys)
            {
                client.Release();
                client.Post(mark);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    ValueTask IAmiBackend.LoggedInAsync(AmiClient client, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        lock (_switch.Lock)
        {
            client.Post(answer);
            if (client.Events.Wants("system"))
            {
                client.Post(_common.FullyBooted(_switch.Now).ToBytes());
            }

            _clients[client] = true;
        }

        return ValueTask.CompletedTask;
    }

    ValueTask IAmiBackend.AnswerAsync(AmiClient client, ReceivedAction action, CancellationToken cancellationToken)
    {
        lock (_switch.Lock)
        {
            if (action.Is("Events"))
            {
                client.Events = EventClasses.Parse(action.Get("EventMask"));
            }

            client.PostAnswer(_answers.Answer(action));
        }

        return ValueTask.CompletedTask;
    }

    ValueTask IAmiBackend.SendAnswerAsync(AmiClient client, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        client.Post(answer);
        return ValueTask.CompletedTask;
    }

    ValueTask IAmiBackend.GoneAsync(AmiClient client)
    {
        _clients.TryRemove(client, out _);
        return ValueTask.CompletedTask;
    }

    private SimCall Begin(string? extension, string number, string name, string dialled, Action<SimChannel, SimCall> ring)
    {
        lock (_switch.Lock)
        {
            var caller = _switch.NewCaller(extension, number, name, dialled);
            return Begin(caller, call => ring(caller, call));
        }
    }

    private void Reboot()
    {
        foreach (var call in _calls.ToArray())
        {
            call.Vanish();
        }

        _switch.Reboot();
        _common.Started = _switch.Now;
    }

    private SimCall Begin(SimChannel caller, Action<SimCall> ring)
    {
        var call = new SimCall(_switch, caller, what => SimulatorLog.Happened(_logger, what), over => _calls.Remove(over));
        _calls.Add(call);
        CallsBegun++;
        ring(call);
        return call;
    }

    // Under the lock, so every client hears everything in the same order.
    private void Tell(string privilege, AmiText text)
    {
        byte[]? bytes = null;
        foreach (var client in _clients.Keys)
        {
            if (client.Events.Wants(privilege))
            {
                client.PostEvent(bytes ??= text.ToBytes());
            }
        }
    }
}
