using System.Diagnostics;
using System.Globalization;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>From an empty folder to the first call, with a browser alone: the server as a process of its own, no settings, and the simulator as PBX.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class SetupTests(DesktopFixture desktop) : IAsyncLifetime
{
    private const string Secret = "secret-of-this-test";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-setup-");
    private readonly EmulatedPbx _pbx = EmulatedPbx.Start(new EmulatedPbxOptions
    {
        Secret = Secret,
        Operators = [new("101", "Anna") { Phones = ["anna-desk", "anna-soft"] }, new("102", "Olga")],
    });

    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _pbx.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Wizard_leads_from_an_empty_installation_to_the_first_call_that_pops()
    {
        await using var desk = await Desk.AtAsync(desktop, _server.Address);
        var page = await SignInFirstAsync(desk);
        await Expect(page.GetByTestId("setup-page")).ToBeVisibleAsync();

        await page.SelectOptionAsync("[name=region]", "DE");
        await page.FillAsync("[name=prefixes]", "0x");
        await page.GetByTestId("setup-next").ClickAsync();
        await Expect(page.GetByTestId("mistake")).ToBeVisibleAsync();
        await page.FillAsync("[name=prefixes]", "0");
        await page.GetByTestId("setup-next").ClickAsync();

        await FillPbxAsync(page, "wrong");
        await page.GetByTestId("test-pbx").ClickAsync();
        await Expect(page.GetByTestId("check-Login")).ToHaveAttributeAsync("data-state", "Failed");
        await page.FillAsync("[name=secret]", Secret);
        await page.GetByTestId("save-pbx").ClickAsync();

        await Expect(page.GetByTestId("check-Login")).ToHaveAttributeAsync("data-state", "Ok");
        await Expect(page.GetByTestId("connection-test")).ToHaveAttributeAsync("data-done", "1");
        await page.GetByTestId("setup-next").ClickAsync();
        var link = await AddUserAsync(page, "olga", "Ольга Орлова", "102");
        await page.GetByTestId("setup-next").ClickAsync();
        await Expect(page.GetByTestId("waiting")).ToBeVisibleAsync();

        var theirs = await OpenAsync(desk, page, link, "olga");
        _pbx.Inbound("015112345678", "", "74951230101", "102");
        await Expect(theirs.GetByTestId("call-card")).ToContainTextAsync("+49 1511 2345678");
        await theirs.GotoAsync(new Uri(_server.Address, "/customers").ToString());
        await Expect(theirs.Locator("#phonepop-pops section")).ToContainTextAsync("+49 1511 2345678");
        var file = Path.Combine(_folder.FullName, "data", "settings.json");
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Should().Contain("\"DE\"").And.Contain("\"main\"");
    }

    [Theory]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public async Task The_first_pages_of_an_empty_installation_can_be_read_by_everybody(int width, ColorScheme scheme)
    {
        await using var desk = await Desk.AtAsync(desktop, _server.Address);
        var page = await SignInFirstAsync(desk);
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await Expect(page.GetByTestId("setup-page")).ToBeVisibleAsync();
        var problems = new List<string>(await page.ProblemsAsync("numbers"));
        await page.GetByTestId("setup-next").ClickAsync();
        await Expect(page.GetByTestId("test-pbx")).ToBeVisibleAsync();
        problems.AddRange(await page.ProblemsAsync("PBX"));
        await page.GetByTestId("setup-later").ClickAsync();
        await Expect(page.GetByTestId("to-setup")).ToBeVisibleAsync();
        problems.AddRange(await page.ProblemsAsync("my calls, without a PBX"));
        await page.SignOutAsync();
        await page.OpenAsync(new Uri(_server.Address, "/account/sign-in").ToString());
        problems.AddRange(await page.ProblemsAsync("sign-in of a new installation"));

        string.Join('\n', problems).Should().BeEmpty();
    }

    [Fact]
    public async Task Administrator_adds_a_PBX_and_a_user_with_two_phones_and_that_users_first_call_pops_once()
    {
        await using var desk = await Desk.AtAsync(desktop, _server.Address);
        var page = await SignInFirstAsync(desk);
        await page.GetByTestId("setup-later").ClickAsync();
        await Expect(page.GetByTestId("to-setup")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(_server.Address, "/pbxes").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await page.GetByTestId("add-pbx").ClickAsync();
        await FillPbxAsync(page, Secret);
        await page.GetByTestId("save-pbx").ClickAsync();
        await Expect(page.GetByTestId("pbx")).ToHaveAttributeAsync("data-state", "Connected");
        (await page.ContentAsync()).Should().NotContain(Secret);

        await page.GotoAsync(new Uri(_server.Address, "/admin/users").ToString());
        await page.Locator("[data-interactive='1']").WaitForAsync();
        await page.GetByTestId("new-user").ClickAsync();
        var link = await AddUserAsync(page, "anna", "Анна Смирнова", "101", "PJSIP/anna-desk\nPJSIP/anna-soft");
        var theirs = await OpenAsync(desk, page, link, "anna");
        await theirs.GotoAsync(new Uri(_server.Address, "/customers").ToString());
        await theirs.Locator("[data-interactive='1']").WaitForAsync();
        _pbx.Inbound("79161234567", "", "74951230101", "101");

        await Expect(theirs.Locator("#phonepop-pops section")).ToContainTextAsync("+7 916 123-45-67");
        await theirs.GotoAsync(_server.Address.ToString());
        await Expect(theirs.GetByTestId("call-card")).ToHaveCountAsync(1);
    }

    private async Task<ServerProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Repository.PathOf("PhonePop.Server", "bin", Repository.Configuration, "net10.0", "PhonePop.Server.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return await ServerProcess.StartAsync(start);
    }

    /// <summary>With the password that stands on the console: where there is no PBX the wizard comes by itself.</summary>
    private Task<IPage> SignInFirstAsync(Desk desk)
    {
        const string Said = "with the password ";
        var line = _server.Said.Single(l => l.Contains(Said, StringComparison.Ordinal));
        return desk.SignInAsync("admin", line[(line.IndexOf(Said, StringComparison.Ordinal) + Said.Length)..].Trim());
    }

    private async Task FillPbxAsync(IPage page, string secret)
    {
        await page.FillAsync("[name=host]", "127.0.0.1");
        await page.FillAsync("[name=port]", _pbx.Port.ToString(CultureInfo.InvariantCulture));
        await page.FillAsync("[name=secret]", secret);
    }

    private static async Task<string> AddUserAsync(IPage page, string userName, string name, string extension, string? devices = null)
    {
        await page.FillAsync("[name=userName]", userName);
        await page.FillAsync("[name=displayName]", name);
        await page.FillAsync("[name=extension]", extension);
        if (devices is not null)
        {
            await page.Locator("[name=extension]").BlurAsync();
            await page.FillAsync("[name=devices]", devices);
        }

        await page.GetByTestId("save").ClickAsync();
        return await page.GetByTestId("secret").InnerTextAsync();
    }

    /// <summary>The invited person sets a password in the same browser and signs in.</summary>
    private static async Task<IPage> OpenAsync(Desk desk, IPage administrator, string link, string userName)
    {
        await administrator.SignOutAsync();
        var page = await administrator.Context.NewPageAsync();
        await page.OpenAsync(link);
        await page.FillAsync("[name=NewPassword]", "my own password");
        await page.FillAsync("[name=Repeated]", "my own password");
        await page.ClickAsync("[type=submit]");
        await Expect(page.GetByTestId("password-set")).ToBeVisibleAsync();
        await page.CloseAsync();
        return await desk.SignInAsync(userName, "my own password");
    }
}
