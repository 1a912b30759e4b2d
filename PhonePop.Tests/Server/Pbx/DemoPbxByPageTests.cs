using AwesomeAssertions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using PhonePop.Ami.Calls;
using PhonePop.Server.Configuration;
using PhonePop.Server.Live;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>Who tries the demo and likes it adds a PBX there.</summary>
public sealed class DemoPbxByPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pbx_that_is_added_in_the_demo_is_watched_beside_it_and_ends_the_demo_at_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("phonepop-demo-");
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = "secret-of-this-test" });
        await using (var demo = new DemoServer(folder.FullName))
        {
            demo.StartServer();
            var desk = demo.Services.GetRequiredService<PbxDesk>();
            desk.EndsDemo.Should().BeTrue();

            (await desk.AddAsync(new PbxOptions { Name = "main", Host = "127.0.0.1", Port = pbx.Port, Username = "phonepop", Secret = "secret-of-this-test" }, new Actor("1", "Boss", null), Stop)).Should().BeEmpty();

            var board = demo.Services.GetRequiredService<PbxBoard>();
            await Until.TrueAsync(() => board.Find("main")?.State == PbxState.Connected && board.Find(DemoOptions.PbxName)?.State == PbxState.Connected);
            demo.Services.GetRequiredService<SeatRules>().PbxNames.Should().BeEquivalentTo("main", DemoOptions.PbxName);
        }

        await using (var next = new DemoServer(folder.FullName))
        {
            next.StartServer();
            next.Services.GetRequiredService<DemoMode>().IsOn.Should().BeFalse();
            next.Services.GetRequiredService<PbxList>().All.Select(p => p.Name).Should().Equal("main");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    private sealed class DemoServer : WebApplicationFactory<Viewer>
    {
        private readonly string _folder;

        public DemoServer(string folder)
        {
            _folder = folder;
            UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("PhonePop:Database:ConnectionString", $"Data Source={Path.Combine(_folder, "phonepop.db")}");
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
        }
    }
}
