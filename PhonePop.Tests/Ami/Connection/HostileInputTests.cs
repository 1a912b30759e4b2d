using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

/// <summary>What callers, dialplans and broken servers send. Around each of it every good event arrives, and the connection stays.</summary>
public sealed class HostileInputTests : IAsyncDisposable
{
    readonly ScriptedAmiServer _server = new();
    readonly RecordingHandler _handler = new();
    AmiSession? _session;

    /// <summary>The input, how many bad messages are counted, and the events that arrive between the good ones.</summary>
    public static TheoryData<string, string, int, string[]> Inputs => new()
    {
        { "1 a line without a colon", "Event: Odd\r\nno colon here\r\nA: 1\r\n\r\n", 1, ["Odd"] },
        { "2 a value of 1 MiB", $"Event: Odd\r\nA: {new string('v', 1024 * 1024)}\r\n\r\n", 0, ["Odd"] },
        { "3 an unknown event", "Event: NeverSeenBefore\r\n\r\n", 0, ["NeverSeenBefore"] },
        { "4 an unknown field", "Event: Odd\r\nNeverSeenBefore: 1\r\n\r\n", 0, ["Odd"] },
        { "5 a field twice", "Event: Odd\r\nA: 1\r\nA: 2\r\n\r\n", 0, ["Odd"] },
        { "6 invalid UTF-8", "Event: Odd\r\nName: \u00c0\u00ed\u00ff\r\n\r\n", 0, ["Odd"] },
        { "7 text where a number belongs", "Event: Odd\r\nCause: many\r\nChannelState: 99999999999999999999\r\n\r\n", 0, ["Odd"] },
        { "8 empty messages", "\r\n\r\n\n", 3, [] },
        { "8 an empty key", "Event: Odd\r\n: 1\r\n\r\n", 1, ["Odd"] },
        { "9 an event without a name", "Event:\r\nA: 1\r\n\r\nEvent: \r\nA: 1\r\n\r\n", 2, [] },
        { "10 a name that ends in the words of a command", "Event: Odd\r\nCallerIDName: command output follows\r\n\r\n", 0, ["Odd"] },
        { "11 a UserEvent without its header", "Event: UserEvent\r\nPrivilege: user,all\r\n\r\n", 0, ["UserEvent"] },
        { "12 a name that looks like an event", "Event: Odd\r\nCallerIDName: Event: Hangup\r\n\r\n", 0, ["Odd"] },
        { "12 a name that looks like the end of a command", "Event: Odd\r\nCallerIDName: --END COMMAND--\r\n\r\n", 0, ["Odd"] },
        { "text between messages", "NOTICE: something was printed\r\n\r\n", 1, [] },
        { "text glued to an event", "NOTICE something was printed\r\nEvent: Odd\r\n\r\n", 1, ["Odd"] },
        { "neither event nor response", "A: 1\r\nB: 2\r\n\r\n", 1, [] },
        { "a response to nobody", "Response: Success\r\nActionID: phonepop-000000000000-1\r\n\r\nResponse: Error\r\n\r\n", 0, [] },
        { "a message of bytes that mean nothing", "\u0001\u0000\u00ff\u00fe\r\n\r\n", 1, [] },
    };

    public async ValueTask DisposeAsync()
    {
        await _session!.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Every_good_event_around_it_arrives(string what, string input, int bad, string[] odd)
    {
        var peer = await OpenAsync(_ => true);

        // Latin-1, so that the bytes above 7F go out as they stand here and are no UTF-8.
        await peer.SendAsync(Encoding.Latin1.GetBytes("Event: First\r\n\r\n" + input + "Event: Last\r\n\r\n"));

        (await _handler.NamesUntilAsync("Last")).Should().Equal(["FullyBooted", "First", .. odd, "Last"], what);
        _session!.BadMessages.Should().Be(bad, what);
        (await _session.SendAsync(AmiAction.Ping, TestContext.Current.CancellationToken)).Success.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task It_does_no_harm_when_nobody_wants_it_either(string what, string input, int bad, string[] odd)
    {
        var peer = await OpenAsync(n => n is "First" or "Last");

        await peer.SendAsync(Encoding.Latin1.GetBytes("Event: First\r\n\r\n" + input + "Event: Last\r\n\r\n"));

        (await _handler.NamesUntilAsync("Last")).Should().Equal(["First", "Last"], what);
        _session!.BadMessages.Should().BeLessThanOrEqualTo(bad, "a skipped event is not read ({0} of {1})", what, odd.Length);
    }

    [Fact]
    public async Task A_line_that_never_ends_ends_the_connection_with_a_reason_and_bounded_memory()
    {
        var peer = await OpenAsync(_ => true);
        var piece = new byte[64 * 1024];
        piece.AsSpan().Fill((byte)'x');

        var sending = SendForeverAsync(peer, piece);

        await _session!.Awaiting(s => s.Completion).Should().ThrowAsync<AmiProtocolException>().WithMessage("*1048576 bytes*MaxMessageBytes*");
        await sending;
    }

    static async Task SendForeverAsync(ScriptedPeer peer, byte[] piece)
    {
        try
        {
            while (true)
            {
                await peer.SendAsync(piece);
            }
        }
        catch (IOException)
        {
            // It was hung up on.
        }
    }

    async Task<ScriptedPeer> OpenAsync(Func<string, bool> wants)
    {
        _handler.Filter = wants;
        var options = new AmiOptions { Host = "127.0.0.1", Port = _server.Port, Username = "phonepop", Secret = "s3cret" };
        _session = await AmiSession.OpenAsync(new TcpAmiDialer(), options, _handler, TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        await _session.Learned;
        return await _server.PeerAsync();
    }
}
