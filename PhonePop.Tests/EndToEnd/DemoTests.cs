using System.Net;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>What a newcomer does: starts the demo, signs in with a user of the list, presses a button, and clicks the notification.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class DemoTests(DesktopFixture desktop)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_demo_call_becomes_a_desktop_notification_whose_click_opens_the_callers_card()
    {
        await using var server = new DemoServer();
        server.StartServer();
        await using var desk = await Desk.AtAsync(desktop, server.ClientOptions.BaseAddress);
        var page = await desk.SignInAsync("operator101", "demo-operator101");

        await page.GetByTestId("demo-drawer").Locator("summary").ClickAsync();
        await page.GetByTestId("demo-customer").ClickAsync();
        var who = page.Locator("#phonepop-pops .phonepop-pop-who").First;
        await Expect(who).ToHaveTextAsync(new Regex("[^0-9+]$")); // the number first, then the customer's name in its place
        var name = await who.InnerTextAsync();
        var notification = await desktop.Notifications.ShownAsync(name, Stop);
        desktop.Notifications.All(name).Should().ContainSingle();

        desktop.Notifications.Click(notification.Id);
        await Expect(page).ToHaveURLAsync(new Regex(@"/customers/\d+$"));
        await Expect(page.GetByTestId("card-name")).ToHaveTextAsync(name);
    }

    /// <summary>The server as it starts from a fresh clone: Development, no PBX.</summary>
    private sealed class DemoServer : WebApplicationFactory<Viewer>
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-demo-");

        public DemoServer() => UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("PhonePop:Database:ConnectionString", $"Data Source={Path.Combine(_folder.FullName, "phonepop.db")}");
            builder.UseSetting("Logging:LogLevel:Default", "Warning");

            // The clock of its office stands still: nobody calls but who is asked to, and who rings does not give up.
            builder.ConfigureTestServices(services => services.AddSingleton(p => ActivatorUtilities.CreateInstance<DemoPbx>(p, new FakeTimeProvider(TimeProvider.System.GetUtcNow()))));
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            _folder.Delete(recursive: true);
        }
    }
}
