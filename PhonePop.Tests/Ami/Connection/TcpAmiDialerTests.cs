using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Connection;

public sealed class TcpAmiDialerTests : IAsyncDisposable
{
    readonly ScriptedAmiServer _server = new();
    readonly string _authority = Path.GetTempFileName();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_authority);
    }

    [Fact]
    public async Task Speaks_TLS_with_a_PBX_whose_authority_it_was_given()
    {
        UseCertificate("localhost");
        await using var session = await OpenAsync("localhost");

        (await session.SendAsync(AmiAction.Ping, Stop)).Success.Should().BeTrue();
    }

    [Fact]
    public async Task A_TLS_session_can_be_closed_while_its_thread_waits_for_bytes()
    {
        UseCertificate("localhost");
        var session = await OpenAsync("localhost");
        await session.Learned;

        await session.DisposeAsync().AsTask().WaitAsync(Stop);

        session.Completion.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task Refuses_a_certificate_for_another_name()
    {
        UseCertificate("pbx.example");

        await this.Awaiting(t => t.OpenAsync("localhost")).Should().ThrowAsync<AuthenticationException>();
    }

    [Fact]
    public async Task Refuses_a_certificate_that_nobody_vouches_for()
    {
        UseCertificate("localhost");

        await this.Awaiting(t => t.OpenAsync("localhost", authority: null)).Should().ThrowAsync<AuthenticationException>();
    }

    [Theory]
    [InlineData("missing", "cannot be read: Could not find file")]
    [InlineData("folder", "PhonePop may not read")]
    [InlineData("empty", "holds no certificate")]
    public async Task A_file_with_the_authority_that_is_of_no_use_is_named_with_why(string what, string expected)
    {
        var file = what switch { "missing" => _authority + ".pem", "folder" => Path.GetTempPath(), _ => _authority };

        (await this.Awaiting(t => t.OpenAsync("localhost", file)).Should().ThrowAsync<AmiTrustException>())
            .Which.Message.Should().Contain(expected).And.Contain(file).And.Contain("TlsAuthority");
    }

    [Fact]
    public async Task A_pinned_certificate_is_accepted_whoever_signed_it_and_whatever_it_is_called()
    {
        UseCertificate("pbx.example");
        using var certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(_authority, Stop));
        var thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);

        await using var session = await OpenAsync(Options("localhost", authority: null) with { TlsThumbprint = string.Join(':', thumbprint.Chunk(2).Select(two => new string(two))) });

        (await session.SendAsync(AmiAction.Ping, Stop)).Success.Should().BeTrue();
    }

    [Fact]
    public async Task Where_a_certificate_is_pinned_no_other_is_accepted_even_from_a_trusted_authority()
    {
        UseCertificate("localhost");

        await this.Awaiting(t => OpenAsync(t.Options("localhost", t._authority) with { TlsThumbprint = new string('a', 64) })).Should().ThrowAsync<AuthenticationException>();
    }

    [Fact]
    public async Task Reads_stay_truly_blocking_after_login_and_actions()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        var dialer = new KeepingDialer();
        await using var session = await AmiSession.OpenAsync(dialer, Options("127.0.0.1", null), new RecordingHandler(), TimeProvider.System, NullLogger.Instance, Stop);
        await session.Learned;

        var flags = File.ReadLines($"/proc/self/fdinfo/{dialer.Stream!.Socket.Handle}").First(l => l.StartsWith("flags:", StringComparison.Ordinal));

        const int NonBlocking = 0x800; // O_NONBLOCK: set by the first asynchronous call, and then every read takes the slow way
        (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & NonBlocking).Should().Be(0);
    }

    [Fact]
    public async Task A_connection_attempt_can_be_cancelled()
    {
        // A listener whose backlog is full does not answer any more.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var options = Options("127.0.0.1", null) with { Port = ((IPEndPoint)full.LocalEndPoint!).Port };
        using var cancel = new CancellationTokenSource();
        var dials = Enumerable.Range(0, 4).Select(_ => new TcpAmiDialer().DialAsync(options, cancel.Token)).ToArray();

        await cancel.CancelAsync();
        await Task.WhenAll(dials).WaitAsync(Stop).ContinueWith(_ => { }, TaskScheduler.Default);

        dials.Should().Contain(d => d.IsCanceled);
    }

    sealed class KeepingDialer : IAmiDialer
    {
        public NetworkStream? Stream { get; private set; }

        public async Task<Stream> DialAsync(AmiOptions options, CancellationToken cancellationToken) =>
            Stream = (NetworkStream)await new TcpAmiDialer().DialAsync(options, cancellationToken);
    }

    AmiOptions Options(string host, string? authority) =>
        new() { Host = host, Port = _server.Port, Tls = host == "localhost", TlsAuthorityFile = authority, Username = "phonepop", Secret = "s3cret" };

    Task<AmiSession> OpenAsync(string host) => OpenAsync(host, _authority);

    Task<AmiSession> OpenAsync(string host, string? authority) => OpenAsync(Options(host, authority));

    static Task<AmiSession> OpenAsync(AmiOptions options) =>
        AmiSession.OpenAsync(new TcpAmiDialer(), options, new RecordingHandler(), TimeProvider.System, NullLogger.Instance, Stop);

    void UseCertificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(_authority, made.ExportCertificatePem());
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        _server.Wrap = async stream =>
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(certificate);
            return tls;
        };
    }
}
