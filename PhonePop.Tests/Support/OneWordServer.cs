using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PhonePop.Tests.Support;

/// <summary>A port that is no manager interface: it says nothing until it is spoken to, and then one thing, or nothing at all.</summary>
public sealed class OneWordServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public OneWordServer(string? answer)
    {
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(string? answer)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var buffer = new byte[1024];
                while (await client.GetStream().ReadAsync(buffer, _stop.Token) > 0)
                {
                    if (answer is not null)
                    {
                        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer), _stop.Token);
                    }
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or InvalidOperationException)
        {
        }
    }
}
