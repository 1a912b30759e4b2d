using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Hubs;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Hubs;

/// <summary>A client of the hub that does not read its socket: nobody else waits for it, and it gets the newest state, not a backlog.</summary>
public sealed class SlowClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_waits_for_a_client_that_does_not_read_and_what_it_gets_then_is_the_newest_state()
    {
        await using var server = new LiveServer().Started();
        var deaf = await SmallSockets.HubAsync(server, LiveServer.SupervisorKey, Stop);
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await anna.NextAsync("Snapshot"); // what comes before it would be in it
        var said = 0;

        // Until the sockets and pipes on the way are full and something waits for good: calls that change all the time, and now and then one that pops for somebody else.
        // Each that comes while the other stays behind has not waited for it.
        for (var (pop, behind) = (0, 0); behind < 20; pop++, behind = server.Get<HubClients>().Behind == 0 ? 0 : behind + 1)
        {
            if (server.Get<HubClients>().Count < 2)
            {
                deaf.Dispose(); // SignalR cuts who takes nothing for ten seconds, and the machine took longer
                deaf = await SmallSockets.HubAsync(server, LiveServer.SupervisorKey, Stop);
                await Until.TrueAsync(() => server.Get<HubClients>().Count == 2);
                said = 0;
            }

            Change(server, ref said);
            await PopAsync(server, anna, pop);
        }

        // It reads again: what it has not been sent yet is the last state of each call.
        var queues = new HashSet<int>();
        var newest = Enumerable.Range(said - 50, 50).ToHashSet();
        await foreach (var message in SmallSockets.ReadAsync(deaf))
        {
            if (JsonDocument.Parse(message).RootElement is var told && told.TryGetProperty("target", out var target) && target.GetString() == "CallChanged"
                && told.GetProperty("arguments")[0] is var call && call.GetProperty("extension").GetString() == "102")
            {
                queues.Add(int.Parse(call.GetProperty("queue").GetString()!, CultureInfo.InvariantCulture));
                if (newest.IsSubsetOf(queues))
                {
                    break;
                }
            }
        }

        deaf.Dispose();
        queues.Should().HaveCountLessThan(said - 500, "of the states that came while it did not read, only the last one counts");
        await Until.TrueAsync(() => server.Get<HubClients>().Behind == 0);
    }

    [Fact]
    public async Task A_client_for_whom_too_much_waits_is_cut()
    {
        var transport = new Deaf();
        var connection = new HubConnectionContext(new DefaultConnectionContext("deaf", transport, transport), new HubConnectionContextOptions(), NullLoggerFactory.Instance) { Protocol = new JsonHubProtocol() };
        var outbox = new ClientOutbox(connection, NullLogger.Instance);

        for (var i = 0; i < ClientOutbox.Most; i++)
        {
            Tell(i);
            Tell(i); // the same thing again takes no more room
        }

        connection.ConnectionAborted.IsCancellationRequested.Should().BeFalse();
        outbox.Waiting.Should().Be(ClientOutbox.Most);
        Tell(-1);
        outbox.Waiting.Should().Be(0);
        await Until.TrueAsync(() => connection.ConnectionAborted.IsCancellationRequested); // it comes back to a snapshot

        void Tell(int id)
        {
            var key = new OutboxKey("CallChanged", id.ToString(CultureInfo.InvariantCulture));
            outbox.Send(key, key.Message(id));
        }
    }

    // Fifty calls of a colleague: each goes through a queue whose name says which state this is.
    private static void Change(LiveServer server, ref int said)
    {
        for (var i = 0; i < 50; i++)
        {
            server.Pbx.CallChanged(Large(string.Create(CultureInfo.InvariantCulture, $"main:1.{i}:102"), (said++).ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static Call Large(string id, string queue) => Some.Call("102", id: id) with { Queue = queue, Did = new string('x', 2000) };

    private static async Task PopAsync(LiveServer server, HubListener anna, int pop)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"main:{pop + 2}.1:101");
        server.Pbx.CallChanged(Some.Call("101", id: id));
        await anna.CallsUntilAsync(id);
        server.Pbx.CallChanged(Some.Call("101", id: id).Final());
    }

    /// <summary>Holds one message, and nobody reads it.</summary>
    private sealed class Deaf : IDuplexPipe
    {
        private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));

        public PipeReader Input => _pipe.Reader;

        public PipeWriter Output => _pipe.Writer;
    }
}
