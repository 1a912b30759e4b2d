using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Logging;

/// <summary>The program with odd secrets, made to fail in every way that writes something: whatever it writes, they are not in it, nor a customer's number.</summary>
public sealed partial class SecretsNowhereTests : IDisposable
{
    private const string Number = "79161234567";

    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["PhonePop__Pbxes__0__Secret"] = "pbx{secret}\"quoted'&<b>",
        ["PhonePop__ApiKeys__0__Key"] = "key-of-{0}-%s-and-more",
        ["PhonePop__Users__0__Password"] = "pass{word}%20\\Ünïcode",
        ["PhonePop__Customers__Http__Headers__Authorization"] = "Bearer crm-token-{1}",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-secrets-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Mistakes_in_the_settings_are_told_without_them()
    {
        var said = await RunAsync([], new() { ["PhonePop__Pbxes__0__Port"] = "99999", ["PhonePop__Users__0__Role"] = "King", ["PhonePop__Numbers__Region"] = "Nowhere" });

        said.Should().Contain("PhonePop:Pbxes:0:Port").And.Contain("PhonePop:Users:0:Role");
        Nothing(said);
    }

    [Fact]
    public async Task The_doctor_tells_a_refused_login_without_them()
    {
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = "another" });

        Nothing(await RunAsync(["doctor", "--wait", "0"], new() { ["PhonePop__Pbxes__0__Port"] = pbx.Port.ToString(CultureInfo.InvariantCulture) }));
    }

    [Theory]
    [InlineData("simple")]
    [InlineData("json")]
    public async Task A_server_on_which_everything_goes_wrong_logs_plain_lines_without_them(string format)
    {
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = "another" });
        var own = Secrets["PhonePop__Pbxes__0__Secret"];
        await using var good = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = own });
        await using var server = await ServerProcess.StartAsync(Start([], new()
        {
            ["PhonePop__Pbxes__0__Port"] = good.Port.ToString(CultureInfo.InvariantCulture),
            ["PhonePop__Pbxes__1__Name"] = "refused",
            ["PhonePop__Pbxes__1__Host"] = "127.0.0.1",
            ["PhonePop__Pbxes__1__Port"] = pbx.Port.ToString(CultureInfo.InvariantCulture),
            ["PhonePop__Pbxes__1__Username"] = "phonepop",
            ["PhonePop__Pbxes__1__Secret"] = own,
            ["Logging__Console__FormatterName"] = format,
        }));
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        var key = Secrets["PhonePop__ApiKeys__0__Key"];
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await Until.AnswerAsync(client, "/api/v1/pbxes", p => p.EnumerateArray().Any(x => x.GetProperty("state").GetString() == "connected") && p.EnumerateArray().Any(x => x.GetProperty("state").GetString() == "refused"));

        good.Inbound(Number, "Evil\r\nfail: forged[0]\u001b[2J", "74951230101", "101"); // asked for in a CRM that is not there
        await Until.AnswerAsync(client, "/api/v1/calls", c => c.GetArrayLength() == 1);
        await Until.TrueAsync(() => server.Said.Any(l => l.Contains("other system", StringComparison.Ordinal)));
        var bodies = new List<string>
        {
            await client.GetStringAsync(new Uri($"/api/v1/pbxes?access_token={Uri.EscapeDataString(key)}", UriKind.Relative), Stop),
            await AskAsync(client, HttpMethod.Get, $"/api/v1/customers/not-a-number?access_token={Uri.EscapeDataString(key)}x", null),
            await AskAsync(client, HttpMethod.Post, "/api/v1/customers", "{ not json"),
            await AskAsync(client, HttpMethod.Get, "/no-such-page", null),
            await SignInAsync(client, Secrets["PhonePop__Users__0__Password"], "wrong"), // typed into the wrong field
            await SignInAsync(client, "anna", Secrets["PhonePop__Users__0__Password"] + "x"),
        };

        var said = string.Join('\n', server.Said);
        Nothing(said);
        bodies.ForEach(body => Secrets.Values.Should().AllSatisfy(secret => body.Should().NotContain(secret).And.NotContain(JsonEncodedText.Encode(secret).Value)));
        said.Should().Contain("refused the login of phonepop").And.NotContain("forged").And.NotContain("\u001b[2J");
        if (format == "json")
        {
            var lines = server.Said.Where(l => l.Length > 0 && !l.StartsWith("No account", StringComparison.Ordinal) && !l.StartsWith("It is shown", StringComparison.Ordinal));
            lines.Should().AllSatisfy(l => JsonDocument.Parse(l).RootElement.GetProperty("Message").GetString().Should().NotContainAny("\r", "\n"));
        }
    }

    private void Nothing(string written)
    {
        // Files beside the database, too; the database itself keeps what it must.
        var all = written + string.Concat(_folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => !f.Name.Contains(".db", StringComparison.Ordinal)).Select(f => File.ReadAllText(f.FullName)));
        foreach (var secret in Secrets.Values)
        {
            foreach (var spelling in new[] { secret, JsonEncodedText.Encode(secret).Value, Uri.EscapeDataString(secret), System.Net.WebUtility.HtmlEncode(secret) })
            {
                all.Should().NotContain(spelling);
            }
        }

        all.Should().NotContain(Number);
    }

    private async Task<string> RunAsync(string[] arguments, Dictionary<string, string> more)
    {
        using var process = Process.Start(Start(arguments, more))!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        process.ExitCode.Should().Be(1);
        return string.Concat(said);
    }

    private ProcessStartInfo Start(string[] arguments, Dictionary<string, string> more)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PhonePop.Server.Security.Viewer).Assembly.Location, .. arguments, .. arguments.Length == 0 ? new[] { "--urls", "http://127.0.0.1:0" } : []])
        {
            WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        var settings = new Dictionary<string, string>(Secrets)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "phonepop.db")}",
            ["PhonePop__Pbxes__0__Name"] = "main",
            ["PhonePop__Pbxes__0__Host"] = "127.0.0.1",
            ["PhonePop__Pbxes__0__Username"] = "phonepop",
            ["PhonePop__ApiKeys__0__Name"] = "boss",
            ["PhonePop__ApiKeys__0__Role"] = "Administrator",
            ["PhonePop__Users__0__UserName"] = "anna",
            ["PhonePop__Users__0__Role"] = "Operator",
            ["PhonePop__Users__0__Extension"] = "101",
            ["PhonePop__Users__0__Pbx"] = "main",
            ["PhonePop__Customers__Lookups__0"] = "Database",
            ["PhonePop__Customers__Lookups__1"] = "Http",
            ["PhonePop__Customers__Http__Url"] = "http://127.0.0.1:1/by-phone/{number}",
        };
        foreach (var (key, value) in settings.Concat(more).GroupBy(s => s.Key).Select(g => g.Last()))
        {
            start.Environment[key] = value;
        }

        return start;
    }

    private static async Task<string> AskAsync(HttpClient client, HttpMethod method, string path, string? body)
    {
        using var ask = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        using var answer = await client.SendAsync(ask, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<string> SignInAsync(HttpClient client, string name, string password)
    {
        var page = await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative), Stop);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["userName"] = name, ["password"] = password, ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value });
        using var answer = await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form, Stop);
        answer.Headers.Location!.OriginalString.Should().Contain("error=invalid");
        return await client.GetStringAsync(answer.Headers.Location, Stop);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
