using System.Security.Cryptography;
using System.Text;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

// From the banner to the first list.
public sealed partial class AmiSessionTests
{
    [Fact]
    public async Task Logs_in_with_the_challenge_and_hears_what_comes_directly_after()
    {
        var peer = await OpenAsync();
        var login = await peer.RequestAsync("Login");

        (await _handler.NextAsync()).Get("Event").Should().Be("FullyBooted");
        login["Username"].Should().Be("phonepop");
        login["Key"].Should().Be(Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes("12345s3cret"))));
        login["Secret"].Should().BeNull("the secret never crosses the wire when the PBX offers a challenge");
        _session!.Version.Should().Be(new AmiVersion(11, 0, 0));
    }

    [Fact]
    public async Task Logs_in_plainly_where_the_challenge_is_refused()
    {
        _server.Answer = r => r.Action == "Challenge" ? r.Error("Invalid/unknown command") : ScriptedAmiServer.Default(r);
        var peer = await OpenAsync();

        (await peer.RequestAsync("Login"))["Secret"].Should().Be("s3cret");
    }

    [Fact]
    public async Task Logs_in_plainly_where_the_challenge_gets_no_answer()
    {
        var clock = new FakeTimeProvider();
        _server.Answer = r => r.Action == "Challenge" ? null : ScriptedAmiServer.Default(r);

        var opening = AmiSession.OpenAsync(new TcpAmiDialer(), Options, _handler, clock, NullLogger.Instance, Stop);
        var peer = await _server.PeerAsync();
        await peer.RequestAsync("Challenge");
        clock.Advance(TimeSpan.FromSeconds(3));

        (await peer.RequestAsync("Login"))["Secret"].Should().Be("s3cret");
        _session = await opening;
    }

    [Fact]
    public async Task A_refused_login_says_what_the_PBX_said()
    {
        _server.Answer = r => r.Action == "Login" ? r.Error("Authentication failed") : ScriptedAmiServer.Default(r);

        var act = () => OpenAsync();

        await act.Should().ThrowAsync<AmiLoginException>().WithMessage("Authentication failed.");
    }

    [Fact]
    public async Task A_web_server_on_that_port_is_named()
    {
        _server.Banner = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

        var act = () => OpenAsync();

        await act.Should().ThrowAsync<AmiProtocolException>().WithMessage("*web server*");
    }

    [Fact]
    public async Task A_port_that_says_nothing_is_given_up_after_the_banners_time()
    {
        _server.Banner = null;
        var clock = new FakeTimeProvider();
        var opening = OpenAsync(clock);
        await _server.PeerAsync();

        await clock.AdvanceUntilAsync(opening);

        await opening.Awaiting(o => o).Should().ThrowAsync<AmiProtocolException>().WithMessage("*said nothing for 5 s*");
    }

    [Fact]
    public async Task Asks_for_the_classes_of_events_that_it_needs_before_anything_else()
    {
        var peer = await OpenAsync();
        _ = _session!.SendListAsync(AmiAction.CoreShowChannels, Stop);
        await peer.RequestAsync("Login");

        (await peer.RequestAsync("Events"))["EventMask"].Should().Be("system,call,agent");
        await peer.RequestAsync("CoreShowChannels"); // only after the mask
    }

    [Fact]
    public async Task Learns_the_version_of_Asterisk()
    {
        await OpenAsync();

        await _session!.Learned.WaitAsync(Stop);

        _session.AsteriskVersion.Should().Be("22.10.1");
        _session.Limitations.Should().BeEmpty();
    }

    [Fact]
    public async Task Missing_rights_cost_a_feature_each_and_never_the_connection()
    {
        _server.Answer = r => r.Action switch
        {
            "CoreSettings" => r.Error("Permission denied"),
            "ListCommands" => r.Success("Ping: Keepalive command  (Priv: <none>)"),
            _ => ScriptedAmiServer.Default(r),
        };
        await OpenAsync();

        await _session!.Learned.WaitAsync(Stop);

        _session.AsteriskVersion.Should().BeNull();
        _session.Limitations.Should().HaveCount(2).And.AllSatisfy(l => l.Should().Contain("write = reporting"));
        (await _session.SendAsync(AmiAction.Ping, Stop)).Success.Should().BeTrue();
    }

    [Fact]
    public async Task Questions_that_get_no_answer_do_not_hold_up_the_first_list()
    {
        _server.Answer = r => r.Action is "Events" or "CoreSettings" or "ListCommands" ? null : ScriptedAmiServer.Default(r);
        var clock = new FakeTimeProvider();
        await OpenAsync(clock);

        var list = await _session!.SendListAsync(AmiAction.CoreShowChannels, Stop); // the clock stands still

        list.Rows.Should().ContainSingle();
    }
}
