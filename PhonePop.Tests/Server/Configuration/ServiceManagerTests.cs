using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Configuration;

/// <summary>What systemd is told by the server that it starts: its unit waits for it (<c>Type=notify</c>), and may not see any other process.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pp-notify-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_says_when_it_is_ready_and_when_it_stops_and_logs_one_line_for_each_entry_with_its_level()
    {
        using var socket = Listen();

        await using var server = await ServerProcess.StartAsync(Start());
        (await ReceiveAsync(socket)).Should().Be("READY=1");
        (await server.StopAsync(Stop)).Should().Be(0);

        (await ReceiveAsync(socket)).Should().Be("STOPPING=1");
        server.Said.Should().Contain(line => line.StartsWith("<6>Microsoft.Hosting.Lifetime[14] Now listening on: ", StringComparison.Ordinal));
        server.Said.Should().Contain(line => line.StartsWith("<6>PhonePop.Server.Security.AccountSeeder[500] Account admin created", StringComparison.Ordinal));
        server.Said.Should().NotContain(line => line.StartsWith("info: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_it_runs_it_says_that_it_is_well_where_the_unit_waits_for_that()
    {
        using var socket = Listen();
        var start = Start();
        start.Environment["WATCHDOG_USEC"] = "300000";

        await using var server = await ServerProcess.StartAsync(start);

        var told = new HashSet<string>();
        while (!told.IsSupersetOf(["READY=1", "WATCHDOG=1"]))
        {
            told.Add(await ReceiveAsync(socket));
        }
    }

    private string Address => Path.Combine(_folder.FullName, "notify");

    // The one that systemd would listen to.
    private Socket Listen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such socket.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Address));
        return socket;
    }

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PhonePop.Server.Security.Viewer).Assembly.Location, "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = _folder.FullName };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "phonepop.db")}";
        start.Environment["NOTIFY_SOCKET"] = Address;
        return start;
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[1024];
        var length = await socket.ReceiveAsync(buffer, Stop).AsTask().WaitAsync(Until.Patience, Stop);
        return Encoding.UTF8.GetString(buffer, 0, length).TrimEnd();
    }
}
