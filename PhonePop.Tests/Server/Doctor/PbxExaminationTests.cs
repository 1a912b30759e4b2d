using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AwesomeAssertions;
using PhonePop.Server.Doctor;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Replay;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Doctor;

/// <summary>The checks against real sockets.</summary>
public sealed class PbxExaminationTests
{
    private const string Secret = "s3cret-never-shown";

    [Fact]
    public async Task A_right_account_is_good_up_to_the_phones_and_nothing_tells_its_secret()
    {
        await using var pbx = Office();

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port));

        found.Values.Where(c => c.Id < CheckId.Account).Should().AllSatisfy(c => c.State.Should().Be(CheckState.Ok, Examined.Said(c)));
        found.Said(CheckId.Version).Should().Contain("Asterisk 22.10.1");
        found.Said(CheckId.Rights).Should().Contain("CoreShowChannels works (by one of the rights system,reporting,all)").And.Contain("QueueStatus works\n");
        found.Said(CheckId.Devices).Should().Contain("PJSIP/101 is operator 101");
        found.Said(CheckId.Account).Should().Contain("[phonepop]").And.Contain("permit = 127.0.0.1/255.255.255.255").And.Contain("read = system,call,agent").And.Contain("write = reporting");
        found.Values.Where(c => c.Id >= Check.FirstOfCall).Should().AllSatisfy(c => c.State.Should().Be(CheckState.Skipped));
        found.SaidAltogether().Should().NotContain(Secret);
    }

    [Fact]
    public async Task A_wrong_secret_stops_at_the_login_and_says_how_the_PBXs_log_tells_the_cause()
    {
        await using var pbx = Office();

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port, "another-secret"));

        found[CheckId.Login].State.Should().Be(CheckState.Failed);
        found.Said(CheckId.Login).Should().Contain("nonexistent user 'phonepop'").And.Contain("failed to pass IP ACL as 'phonepop'").And.Contain("manager reload");
        found.Said(CheckId.Account).Should().Contain("permit = 127.0.0.1", "the section helps most where the login fails");
        found[CheckId.Rights].State.Should().Be(CheckState.Skipped);
        found.SaidAltogether().Should().NotContain("another-secret").And.NotContain(Secret);
    }

    [Fact]
    public async Task An_account_that_is_let_in_once_only_is_told_apart_from_a_wrong_secret()
    {
        await using var pbx = new ScriptedAmiServer { Answer = r => r.Action == "Login" ? r.Error("Login Already In Use") : ScriptedAmiServer.Default(r) };

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port));

        found.Said(CheckId.Login).Should().Contain("allowmultiplelogin");
    }

    [Fact]
    public async Task A_closed_port_is_told_apart_from_a_name_that_nobody_knows()
    {
        var closed = await Examined.RunAsync(Examined.Pbx(port: 1)); // not one that was free a moment ago: another test may have it by now
        var unknown = await Examined.RunAsync(Examined.Pbx(port: 1) with { Host = "no-such-pbx.invalid" });

        closed[CheckId.Address].State.Should().Be(CheckState.Failed);
        closed.Said(CheckId.Address).Should().Contain("refuses the connection").And.Contain("enabled = yes");
        closed.Said(CheckId.Account).Should().Contain("permit = 127.0.0.1/");
        unknown.Said(CheckId.Address).Should().Contain("no-such-pbx.invalid is not known");
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "web server")]
    [InlineData("SIP/2.0 200 OK\r\n\r\n", "port of the phones")]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u0046", "TLS server")]
    [InlineData(null, "says nothing")]
    public async Task A_port_without_a_banner_is_named_by_what_answers_there(string? answer, string expected)
    {
        await using var server = new OneWordServer(answer);

        var found = await Examined.RunAsync(Examined.Pbx(server.Port), times: new DoctorTimes { Connect = Until.Patience, Banner = TimeSpan.FromMilliseconds(200), Answer = answer is null ? TimeSpan.FromMilliseconds(200) : Until.Patience });

        found[CheckId.Address].State.Should().Be(CheckState.Ok);
        found[CheckId.Banner].State.Should().Be(CheckState.Failed);
        found.Said(CheckId.Banner).Should().Contain(expected);
        found[CheckId.Login].State.Should().Be(CheckState.Skipped);
    }

    [Fact]
    public async Task Another_greeting_is_quoted_without_what_a_terminal_obeys()
    {
        await using var server = new ScriptedAmiServer { Banner = "220 mail \u001b[31mESMTP\r\n" };

        var found = await Examined.RunAsync(Examined.Pbx(server.Port));

        found.Said(CheckId.Banner).Should().Contain("\"220 mail .[31mESMTP\"");
    }

    [Fact]
    public async Task Tls_with_a_port_that_has_none_says_so()
    {
        await using var pbx = Office();

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port) with { Tls = true });

        found[CheckId.Address].State.Should().Be(CheckState.Failed);
        found.Said(CheckId.Address).Should().Contain("speaks without TLS").And.Contain("Set Tls to false");
    }

    [Theory]
    [InlineData("localhost", "is not trusted here")]
    [InlineData("pbx.example", "is not for the name localhost")]
    public async Task A_certificate_that_is_refused_is_told_with_why(string name, string expected)
    {
        using var certificate = Certificate(name);
        await using var pbx = Encrypted(certificate);

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port) with { Host = "localhost", Tls = true });

        found[CheckId.Address].State.Should().Be(CheckState.Failed);
        found.Said(CheckId.Address).Should().Contain(expected);
        found.Said(CheckId.Account).Should().Contain("tlsenable = yes");
    }

    [Theory]
    [InlineData("own authority", CheckState.Ok, "localhost")]
    [InlineData("pinned", CheckState.Ok, "localhost")]
    [InlineData("another pinned", CheckState.Failed, "is not the one that TlsThumbprint names")]
    [InlineData("no authority", CheckState.Failed, "which TlsAuthority names, is of no use")]
    public async Task The_doctor_trusts_whom_the_server_trusts(string whom, CheckState state, string expected)
    {
        using var certificate = Certificate("localhost");
        await using var pbx = Encrypted(certificate);
        var authority = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(authority, whom == "own authority" ? certificate.ExportCertificatePem() : "", TestContext.Current.CancellationToken);
            var options = Examined.Pbx(pbx.Port) with { Host = "localhost", Tls = true };

            var found = await Examined.RunAsync(whom switch
            {
                "pinned" => options with { TlsThumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256) },
                "another pinned" => options with { TlsThumbprint = new string('a', 64) },
                _ => options with { TlsAuthority = authority },
            });

            found[CheckId.Address].State.Should().Be(state);
            found.Said(CheckId.Address).Should().Contain(expected);
        }
        finally
        {
            File.Delete(authority);
        }
    }

    [Fact]
    public async Task Rights_that_are_missing_are_named_with_what_they_cost()
    {
        await using var pbx = Office();
        pbx.Faults.Refuse("CoreShowChannels");
        pbx.Faults.Refuse("BridgeList");

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port));

        found[CheckId.Rights].State.Should().Be(CheckState.Warning);
        found.Said(CheckId.Rights).Should().Contain("CoreShowChannels is refused: calls from before the start are missing")
            .And.Contain("BridgeList is refused").And.Contain("QueueStatus works").And.Contain("write = reporting");
    }

    [Fact]
    public async Task Lists_alone_without_the_right_to_list_see_no_call()
    {
        await using var pbx = Office();
        pbx.Faults.Refuse("CoreShowChannels");

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port) with { Mode = PhonePop.Server.Pbx.PbxMode.SnapshotsOnly });

        found[CheckId.Rights].State.Should().Be(CheckState.Failed);
    }

    [Fact]
    public async Task Phones_that_the_pattern_does_not_know_are_named()
    {
        await using var pbx = Office("anna", "boris");

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port));

        found[CheckId.Devices].State.Should().Be(CheckState.Failed);
        found.Said(CheckId.Devices).Should().Contain(@"PJSIP/anna is the outside world: its name does not match ^\d{2,5}$").And.Contain("Devices");
    }

    [Fact]
    public async Task Where_no_phone_is_an_operator_the_digits_in_their_names_make_settings_to_copy()
    {
        await using var pbx = Office("101", "102");

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port, extensions: @"^7\d\d$"));

        found[CheckId.Devices].State.Should().Be(CheckState.Failed);
        found[CheckId.Devices].Sample.Should().Contain("\"101\"").And.Contain("\"PJSIP/101\"").And.Contain("\"102\"");
    }

    [Fact]
    public async Task A_second_phone_that_counts_as_the_outside_world_is_offered_as_a_setting()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = Secret, Operators = [new("101", "Anna") { Phones = ["101", "101-soft"] }], Queues = new Dictionary<string, IReadOnlyList<string>>() });
        pbx.Inbound("79161234567", "", "74951230101", "101");

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port));

        found[CheckId.Devices].State.Should().Be(CheckState.Ok);
        found[CheckId.Devices].Sample.Should().Contain("\"101\"").And.Contain("PJSIP/101-soft").And.NotContain("trunk");
    }

    [Fact]
    public async Task Hints_of_the_PBX_become_settings_to_copy()
    {
        await using var pbx = new ScriptedAmiServer
        {
            Answer = r => r.Action == "ExtensionStateList"
                ? r.Success("EventList: start") + $"Event: ExtensionStatus\r\nActionID: {r.Id}\r\nExten: 201\r\nContext: hints\r\nHint: PJSIP/anna-desk&Custom:DND201\r\n\r\n"
                    + $"Event: ExtensionStateListComplete\r\nActionID: {r.Id}\r\nEventList: Complete\r\nListItems: 1\r\n\r\n"
                : ScriptedAmiServer.Default(r),
        };

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port));

        found[CheckId.Devices].State.Should().Be(CheckState.Warning);
        found.Said(CheckId.Devices).Should().Contain("PJSIP/anna-desk counts as the outside world, but the PBX calls it 201");
        found[CheckId.Devices].Sample.Should().Contain("\"201\"").And.Contain("\"PJSIP/anna-desk\"").And.NotContain("DND");
    }

    [Fact]
    public async Task A_state_that_a_queue_keeps_of_a_phone_is_no_phone()
    {
        await using var pbx = new ScriptedAmiServer
        {
            Answer = r => r.Action == "DeviceStateList"
                ? r.Success("EventList: start") + string.Concat(new[] { "PJSIP/101", "Queue:support_pause_PJSIP/101", "Queue:sales_pause_Local/102@from-queue/n" }.Select(device =>
                    $"Event: DeviceStateChange\r\nActionID: {r.Id}\r\nDevice: {device}\r\nState: NOT_INUSE\r\n\r\n"))
                    + $"Event: DeviceStateListComplete\r\nActionID: {r.Id}\r\nEventList: Complete\r\nListItems: 3\r\n\r\n"
                : ScriptedAmiServer.Default(r),
        };

        var found = await Examined.RunAsync(Examined.Pbx(pbx.Port));

        found.Said(CheckId.Devices).Should().Contain("PJSIP/101 is operator 101").And.NotContain("pause");
        found[CheckId.Devices].Sample.Should().BeNull();
    }

    [Fact]
    public async Task Asterisk_11_is_told_what_its_queues_want()
    {
        await using var replay = ReplayServer.Start(await Recordings.LoadAsync("11.15.1/01-inbound-answered", TestContext.Current.CancellationToken));

        var found = await Examined.RunAsync(new() { Name = "main", Host = "127.0.0.1", Port = replay.Port, Username = "phonepop", Secret = "replay" });

        found[CheckId.Login].State.Should().Be(CheckState.Ok);
        found.Said(CheckId.Version).Should().Contain("Asterisk 11.15.1").And.Contain("eventwhencalled = yes").And.Contain("a hold shows only as music");
        found.Said(CheckId.Rights).Should().NotContain("BridgeList");
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static ScriptedAmiServer Encrypted(X509Certificate2 certificate) => new()
    {
        Wrap = async stream =>
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(certificate);
            return tls;
        },
    };

    internal static EmulatedPbx Office(params string[] extensions) => extensions.Length == 0
        ? EmulatedPbx.Start(new() { Secret = Secret })
        : EmulatedPbx.Start(new()
        {
            Secret = Secret,
            Operators = [.. extensions.Select(e => new SimOperator(e, e))],
            Queues = new Dictionary<string, IReadOnlyList<string>> { ["support"] = extensions },
        });
}
