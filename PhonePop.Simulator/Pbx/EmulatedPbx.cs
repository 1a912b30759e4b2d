using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx;

/// <summary>
/// An AMI server on 127.0.0.1 with a PBX behind it that is not there: calls happen when a method says so, every client is told in the
/// words of the Asterisk that was chosen, and <see cref="Truth"/> says who is really with whom. All methods may be called from any thread.
/// </summary>
public sealed partial class EmulatedPbx : IAsyncDisposable, IAmiBackend
{
    private readonly CommonAnswers _common;
    private readonly Switch _switch;
    private readonly PbxAnswers _answers;
    private readonly ConcurrentDictionary<AmiClient, bool> _clients = new();
    private readonly List<SimCall> _calls = [];
    private readonly AmiServer _server;
    private readonly ILogger _logger;
    private byte[]? _mark; // the last one

    private EmulatedPbx(EmulatedPbxOptions options, TimeProvider clock, ILogger logger)
    {
        _logger = logger;
        Queues = options.Queues;
        _switch = new Switch(options, clock, Tell);
        _common = new CommonAnswers(_switch.Dialect.AsteriskVersion, _switch.Dialect.AmiVersion, clock.GetUtcNow()) { MayFilter = options.MayFilter };
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

    /// <summary>
    /// Sends what <see cref="Faults"/> let wait, then an event with this number: whoever has read it has read all that happened before. Who is just logging in
    /// gets it afterwards, or would be waited for in vain.
    /// </summary>
    public void Mark(int number)
    {
        lock (_switch.Lock)
        {
            _mark = AmiText.Event("UserEvent", "user").Add("UserEvent", "Mark").Add("Mark", number).ToBytes();
            foreach (var client in _clients.Keys)
            {
                client.Release();
                client.Post(_mark);
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

            if (_mark is not null)
            {
                client.Post(_mark);
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

            if (action.Is("Filter") && _common.MayFilter)
            {
                client.Filters ??= new EventFilters(knowsNames: _common.AsteriskVersion.StartsWith("22.", StringComparison.Ordinal));
                var isAdded = client.Filters.Add(action);
                client.PostAnswer((isAdded ? AmiText.Success(action.ActionId, "Filter added") : AmiText.Error(action.ActionId, "Invalid Filter")).ToBytes());
                return ValueTask.CompletedTask;
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

    private void Reboot()
    {
        foreach (var call in _calls.ToArray())
        {
            call.Vanish();
        }

        _switch.Reboot();
        _common.Started = _switch.Now;
    }

    // Under the lock, so every client hears everything in the same order.
    private void Tell(string privilege, AmiText text)
    {
        byte[]? bytes = null;
        foreach (var client in _clients.Keys)
        {
            if (client.Events.Wants(privilege) && client.Filters?.Pass(text.ToString()) != false)
            {
                client.PostEvent(bytes ??= text.ToBytes());
            }
        }
    }
}
