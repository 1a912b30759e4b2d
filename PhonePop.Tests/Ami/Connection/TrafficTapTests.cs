using System.Collections.Concurrent;
using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

/// <summary>What a flight recorder hears of a connection.</summary>
public sealed class TrafficTapTests : IAsyncDisposable
{
    private readonly ScriptedAmiServer _server = new();
    private readonly Tap _tap = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_hears_every_byte_and_every_action_but_no_secret(bool challenge)
    {
        _server.Answer = r => r.Action == "Challenge" && !challenge ? r.Error("Invalid/unknown command") : ScriptedAmiServer.Default(r);
        await using (var session = await OpenAsync())
        {
            await session.Learned;
            await session.SendAsync(new AmiAction("Originate", new AmiField("Secret", "s3cret"), new AmiField("Channel", "PJSIP/101")), Stop);
        }

        var (received, sent) = (_tap.Received.ToString(), string.Concat(_tap.Sent));
        received.Should().StartWith("Asterisk Call Manager/11.0.0\r\nResponse: ").And.Contain("Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n");
        sent.Should().StartWith("Action: Challenge\r\n").And.Contain("Action: Login\r\n").And.Contain("Channel: PJSIP/101\r\n").And.Contain("Secret: ********\r\n");
        sent.Should().NotContain("s3cret").And.NotMatchRegex("Key: [0-9a-f]");
        _tap.Closings.Should().Be(1);
    }

    private async Task<AmiSession> OpenAsync()
    {
        var options = new AmiOptions { Host = "127.0.0.1", Port = _server.Port, Username = "phonepop", Secret = "s3cret" };
        return await AmiSession.OpenAsync(new TcpAmiDialer(), options, new RecordingHandler(), _tap, TimeProvider.System, NullLogger.Instance, Stop);
    }

    private sealed class Tap : ITrafficTap
    {
        public StringBuilder Received { get; } = new();

        public ConcurrentQueue<string> Sent { get; } = new();

        public int Closings { get; private set; }

        void ITrafficTap.Received(ReadOnlySpan<byte> bytes, long receivedAt) => Received.Append(Encoding.Latin1.GetString(bytes));

        void ITrafficTap.Sent(string action) => Sent.Enqueue(action);

        void ITrafficTap.Closed() => Closings++;
    }
}
