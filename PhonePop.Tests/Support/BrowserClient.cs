using System.Text.RegularExpressions;

namespace PhonePop.Tests.Support;

/// <summary>A browser without a screen: it keeps cookies, follows no redirect, and sends forms with their token.</summary>
public sealed partial class BrowserClient(LiveServer server) : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HttpClient Http { get; } = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };

    public Task<HttpResponseMessage> SignInAsync(string userName, string password) =>
        PostAsync("/account/sign-in", "/account/sign-in", new() { ["userName"] = userName, ["password"] = password });

    /// <summary>Opens the page and sends a form of it.</summary>
    /// <param name="handler">The form's name, where a page itself takes it.</param>
    public async Task<HttpResponseMessage> PostAsync(string page, string action, Dictionary<string, string> fields, string? handler = null)
    {
        fields["__RequestVerificationToken"] = Token().Match(await Http.GetStringAsync(page, Stop)).Groups[1].Value;
        if (handler is not null)
        {
            fields["_handler"] = handler;
        }

        return await Http.PostAsync(action, new FormUrlEncodedContent(fields), Stop);
    }

    /// <summary>Sends a form that its own page takes, and gives what the page says then.</summary>
    public async Task<string> FormAsync(string page, string handler, params (string Name, string Value)[] fields)
    {
        using var answer = await PostAsync(page, page, fields.ToDictionary(f => f.Name, f => f.Value), handler);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
