using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

public sealed class AmiSessionTests : IAsyncLifetime
{
    readonly ScriptedAmiServer _server = new();
    readonly RecordingHandler _handler = new();
    AmiSession? _session;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            await _session.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Logs_in_with_the_challenge_and_hears_what_comes_directly_after()
    {
        await OpenAsync();
        var login = await (await _server.PeerAsync()).RequestAsync("Login");

        (await _handler.NextAsync()).Get("Event").Should().Be("FullyBooted");
        login["Key"].Should().Be(Md5("12345s3cret"));
        login["Secret"].Should().BeNull("the secret never crosses the wire when the PBX offers a challenge");
        _session!.Version.Should().Be(new AmiVersion(11, 0, 0));
    }

    [Fact]
    public async Task Rows_of_a_list_go_to_whom_asked_in_order_with_the_events_around_them()
    {
        await OpenAsync();

        var result = await _session!.SendListAsync(AmiAction.CoreShowChannels, Stop);

        result.Success.Should().BeTrue();
        result.Rows.Should().ContainSingle().Which.Get("UNIQUEID").Should().Be("1.1");
    }

    [Fact]
    public async Task Learns_the_version_of_Asterisk_beside_the_callers_own_actions()
    {
        await OpenAsync();

        await _session!.Learned.WaitAsync(Stop);

        _session.AsteriskVersion.Should().Be("22.10.1");
        _session.Limitations.Should().BeEmpty();
    }

    static string Md5(string text) => Convert.ToHexStringLower(System.Security.Cryptography.CryptographicOperations.HashData(
        System.Security.Cryptography.HashAlgorithmName.MD5, System.Text.Encoding.UTF8.GetBytes(text)));

    async Task OpenAsync() => _session = await AmiSession.OpenAsync(
        new TcpAmiDialer(), new AmiOptions { Host = "127.0.0.1", Port = _server.Port, Username = "phonepop", Secret = "s3cret" }, _handler, TimeProvider.System, NullLogger.Instance, Stop);
}
