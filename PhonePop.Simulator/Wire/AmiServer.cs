using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PhonePop.Simulator.Wire;

/// <summary>Listens on 127.0.0.1, lets clients log in, and hands their actions to the backend one after the other.</summary>
internal sealed class AmiServer(IAmiBackend backend, AmiAccount account, Faults faults, int queueLength, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<AmiClient, Task> _clients = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private int _numbers;

    /// <summary>The port; 0 before <see cref="Start"/>.</summary>
    public int Port => (_listener?.LocalEndpoint as IPEndPoint)?.Port ?? 0;

    /// <exception cref="SocketException">The port is taken.</exception>
    public void Start(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public void DropAll()
    {
        foreach (var client in _clients.Keys)
        {
            client.Drop();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener?.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_clients.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                socket.NoDelay = true; // a piece that is sent alone shall arrive alone
                var client = new AmiClient(++_numbers, socket, faults, queueLength, clock, logger);
                var started = new TaskCompletionSource();
                _clients[client] = ServeAsync(client, started.Task); // entered before it can leave
                started.SetResult();
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // The client hung up before we took it; the next one may not.
            }
        }
    }

    private async Task ServeAsync(AmiClient client, Task started)
    {
        await started.ConfigureAwait(false);
        SimulatorLog.ClientConnected(logger, client.Number);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, client.Ended);
        try
        {
            client.Post(Encoding.UTF8.GetBytes(backend.Banner + "\r\n"));
            await foreach (var action in ActionReader.ReadAsync(client.Stream, ends.Token).ConfigureAwait(false))
            {
                SimulatorLog.ActionReceived(logger, client.Number, action.Name);
                await HandleAsync(client, action, ends.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The ways in which a connection ends.
        }
        catch (Exception e)
        {
            SimulatorLog.ClientFailed(logger, client.Number, e); // our own mistake must show, and cost this client only
        }
        finally
        {
            client.Drop(); // or someone might wait for it
            if (client.IsLoggedIn)
            {
                await backend.GoneAsync(client).ConfigureAwait(false);
            }

            _clients.TryRemove(client, out _);
            await client.DisposeAsync().ConfigureAwait(false);
            SimulatorLog.ClientGone(logger, client.Number);
        }
    }

    private async ValueTask HandleAsync(AmiClient client, ReceivedAction action, CancellationToken cancellationToken)
    {
        if (faults.AnswerDelay > TimeSpan.Zero)
        {
            await Task.Delay(faults.AnswerDelay, clock, cancellationToken).ConfigureAwait(false);
        }

        if (action.Is("Challenge"))
        {
            Challenge(client, action);
        }
        else if (action.Is("Login"))
        {
            await LoginAsync(client, action, cancellationToken).ConfigureAwait(false);
        }
        else if (!client.IsLoggedIn)
        {
            client.Post(AmiText.Error(action.ActionId, "Permission denied").ToBytes());
        }
        else if (action.Is("Logoff"))
        {
            var goodbye = AmiText.Response("Goodbye", action.ActionId).Add("Message", "Thanks for all the fish.").ToBytes();
            await backend.SendAnswerAsync(client, goodbye, cancellationToken).ConfigureAwait(false);
            client.CloseWhenSent();
        }
        else if (faults.IsRefused(action.Name))
        {
            var refusal = AmiText.Error(action.ActionId, "Permission denied").ToBytes();
            await backend.SendAnswerAsync(client, refusal, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await backend.AnswerAsync(client, action, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Challenge(AmiClient client, ReceivedAction action)
    {
        if (faults.RefuseChallenge || !action.Get("AuthType").Equals("MD5", StringComparison.OrdinalIgnoreCase))
        {
            client.Post(AmiText.Error(action.ActionId, "Must specify AuthType").ToBytes());
            return;
        }

        client.Challenge = RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        client.Post(AmiText.Response("Success", action.ActionId).Add("Challenge", client.Challenge).ToBytes());
    }

    private async ValueTask LoginAsync(AmiClient client, ReceivedAction action, CancellationToken cancellationToken)
    {
        if (client.IsLoggedIn)
        {
            await backend.AnswerAsync(client, action, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (faults.RefuseLogins || !account.Accepts(action, client.Challenge))
        {
            SimulatorLog.LoginRefused(logger, client.Number);
            client.Post(AmiText.Error(action.ActionId, "Authentication failed").ToBytes());
            client.CloseWhenSent();
            return;
        }

        // Asterisk takes the event mask from the login too.
        client.Events = action.Get("Events") is { Length: > 0 } mask ? EventClasses.Parse(mask) : EventClasses.All;
        client.IsLoggedIn = true;
        SimulatorLog.ClientLoggedIn(logger, client.Number);
        await backend.LoggedInAsync(client, AmiText.Success(action.ActionId, "Authentication accepted").ToBytes(), cancellationToken).ConfigureAwait(false);
    }
}
