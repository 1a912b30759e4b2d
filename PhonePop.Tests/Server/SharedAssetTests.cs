using System.Net;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server;

/// <summary>Looks at bodies: when the asset manifest is wrong, ASP.NET Core answers 200 with nothing in it.</summary>
public sealed partial class SharedAssetTests(PublishedServer published) : IClassFixture<PublishedServer>
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Every_shared_file_is_served_whole(string environment)
    {
        await using var server = new AssetServer(environment);
        server.StartServer();
        using var http = new HttpClient { BaseAddress = server.ClientOptions.BaseAddress };
        await ExpectAllAssetsAsync(http);
    }

    [Fact]
    public async Task Every_shared_file_is_served_whole_by_a_published_server_started_from_another_folder()
    {
        using var http = new HttpClient { BaseAddress = published.Address };
        await ExpectAllAssetsAsync(http);
    }

    [Theory]
    [InlineData("package.json")]
    [InlineData("package-lock.json")]
    [InlineData(".npmrc")]
    [InlineData("node_modules/@microsoft/signalr/package.json")]
    public async Task What_only_the_build_needs_is_not_served(string path)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = published.Address };
        using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
        response.StatusCode.Should().NotBe(HttpStatusCode.OK);
    }

    [Fact]
    public void The_lock_file_names_no_registry()
    {
        var text = File.ReadAllText(Repository.PathOf("wwwroot-shared", "package-lock.json"));
        text.Should().Contain("\"integrity\"").And.NotContain("\"resolved\"");
    }

    [Fact]
    public async Task A_page_asks_at_once_for_all_that_pops_a_call()
    {
        await using var server = new LiveServer().WithUser(0, "anna", "correct horse battery", "Operator", "101").Started();
        using var browser = new BrowserClient(server);
        (await browser.SignInAsync("anna", "correct horse battery")).Dispose();
        var page = await browser.Http.GetStringAsync("/", TestContext.Current.CancellationToken);

        Preload().Matches(page).Select(link => link.Groups[1].Value).Should().BeEquivalentTo(
            SharedAssets.All.Keys.Where(path => path is "phonepop.js" or "lib/signalr.min.js" || path.StartsWith("phonepop/", StringComparison.Ordinal)));
    }

    [GeneratedRegex("<link rel=\"modulepreload\" href=\"([^\"]+)\"")]
    private static partial Regex Preload();

    static async Task ExpectAllAssetsAsync(HttpClient http)
    {
        SharedAssets.All.Keys.Should().Contain(["phonepop.js", "phonepop-sw.js", "css/fonts.css", "lib/signalr.min.js", "fonts/roboto-cyrillic-400-normal.woff2"]);
        foreach (var (path, file) in SharedAssets.All)
        {
            using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
            response.StatusCode.Should().Be(HttpStatusCode.OK, path);
            var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            var expected = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            body.AsSpan().SequenceEqual(expected).Should().BeTrue("{0} has {1} bytes and {2} came", path, expected.Length, body.Length);
        }
    }

    // Any type of the server names its entry point; "Program" would be ambiguous, the simulator has one too.
    sealed class AssetServer : WebApplicationFactory<LiveCallBoard>
    {
        readonly string _environment;
        readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-assets-");

        public AssetServer(string environment)
        {
            _environment = environment;
            UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(_environment);
            builder.UseSetting("PhonePop:Database:ConnectionString", $"Data Source={Path.Combine(_folder.FullName, "phonepop.db")}");
            builder.UseSetting("PhonePop:Demo:Enabled", "false");
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }
}
