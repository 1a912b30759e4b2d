using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace PhonePop.Tests.Support;

/// <summary>What a client of the hub was told, in order, as raw JSON: the contract is what is on the wire.</summary>
public sealed class HubListener : IAsyncDisposable
{
    private readonly Channel<(string Name, JsonElement Data)> _told = Channel.CreateBounded<(string, JsonElement)>(1000);

    private readonly TaskCompletionSource _isListening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubListener(HubConnection connection)
    {
        Connection = connection;
        foreach (var name in new[] { "Snapshot", "CallChanged", "PbxChanged", "ConversationChanged", "Settings", "Opened", "OperatorChanged", "TestPop" })
        {
            connection.On<JsonElement>(name, data => _told.Writer.TryWrite((name, data.Clone())));
        }

        connection.On<JsonElement>("Snapshot", _ => _isListening.TrySetResult());
    }

    public HubConnection Connection { get; }

    /// <summary>Connects, and returns when whatever happens from then on is told: a client is connected before the server has taken it in.</summary>
    public static async Task<HubListener> ConnectAsync(LiveServer server, string key)
    {
        var listener = new HubListener(server.Hub(key));
        await listener.Connection.StartAsync(TestContext.Current.CancellationToken);
        await listener._isListening.Task.WaitAsync(Until.Patience, TestContext.Current.CancellationToken);
        return listener;
    }

    /// <summary>The next thing of that name; what comes before it is skipped.</summary>
    public async Task<JsonElement> NextAsync(string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Until.Patience);
        await foreach (var (told, data) in _told.Reader.ReadAllAsync(limit.Token))
        {
            if (told == name)
            {
                return data;
            }
        }

        throw new InvalidOperationException("unreachable");
    }

    /// <summary>The very next thing.</summary>
    public async Task<(string Name, JsonElement Data)> FirstAsync() => await _told.Reader.NextAsync();

    /// <summary>All calls that came until one of the given id did, that one included.</summary>
    public async Task<List<string>> CallsUntilAsync(string id)
    {
        var ids = new List<string>();
        while (!ids.Contains(id))
        {
            ids.Add((await NextAsync("CallChanged")).GetProperty("id").GetString()!);
        }

        return ids;
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
