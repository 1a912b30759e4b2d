using System.Collections;
using System.Diagnostics;
using Microsoft.Playwright;
using PhonePop.Tests.Support;

[assembly: AssemblyFixture(typeof(DesktopFixture))]

namespace PhonePop.Tests.Support;

/// <summary>
/// A desktop for the browser tests: a private D-Bus session with a notification server, and one headless Chromium on it, started with the first test
/// that asks. Every test uses a server on a port of its own, and with that an origin, storage and service worker of its own.
/// </summary>
public sealed class DesktopFixture : IAsyncLifetime
{
    /// <summary>A name that leads to 127.0.0.1 and is no secure context over plain http, unlike 127.0.0.1 itself.</summary>
    public const string InsecureHost = "phonepop.test";

    /// <summary>A name that leads to 127.0.0.1, is a secure context, and whose notifications this user has blocked.</summary>
    public const string DeniedHost = "denied.localhost";

    const string Preferences = """{"profile":{"content_settings":{"exceptions":{"notifications":{"http://""" + DeniedHost + """:*,*":{"setting":2}}}}}}""";

    static string Chromium => Environment.GetEnvironmentVariable("PHONEPOP_CHROMIUM") ?? "/usr/bin/chromium";

    readonly SemaphoreSlim _starting = new(1, 1);
    readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("phonepop-chromium-");
    Process? _bus;
    IPlaywright? _playwright;
    IBrowserContext? _browser;
    IBrowser? _other;
    NotificationDaemon? _notifications;

    /// <summary>The desktop's notification server.</summary>
    public NotificationDaemon Notifications => _notifications ?? throw new InvalidOperationException("Call StartAsync first.");

    public ValueTask InitializeAsync() => default;

    /// <summary>The browser. A persistent context: in an off-the-record one Chromium shows a worker's notification, and its click never arrives.</summary>
    public async Task<IBrowserContext> StartAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _browser ??= await LaunchAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>The same user's other browser: nothing is shared with the first but the server. It shows no notifications. Close the context after use.</summary>
    public async Task<IBrowserContext> OtherAsync()
    {
        await StartAsync();
        _other ??= await _playwright!.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Headless = true, Args = ["--disable-quic"] });
        var context = await _other.NewContextAsync(new() { Locale = "en-GB" });
        context.SetDefaultTimeout((float)Until.Patience.TotalMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_other is not null)
        {
            await _other.CloseAsync();
        }

        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _notifications?.Dispose();
        if (_bus is not null)
        {
            _bus.Kill();
            await _bus.WaitForExitAsync();
            _bus.Dispose();
        }

        _starting.Dispose();
        if (Directory.Exists(_profile.FullName))
        {
            _profile.Delete(recursive: true);
        }
    }

    async Task<IBrowserContext> LaunchAsync()
    {
        _bus = Process.Start(new ProcessStartInfo("dbus-daemon", "--session --nofork --nopidfile --print-address=1") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _bus.BeginErrorReadLine();
        var address = await _bus.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("dbus-daemon did not start.");
        _notifications = await NotificationDaemon.StartAsync(address);
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout((float)Until.Patience.TotalMilliseconds); // a busy machine is no failure

        _profile.CreateSubdirectory("Default");
        await File.WriteAllTextAsync(Path.Combine(_profile.FullName, "Default", "Preferences"), Preferences);

        // Env replaces the environment, so it starts from ours.
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        environment.Remove("DISPLAY");
        environment.Remove("WAYLAND_DISPLAY");
        environment["DBUS_SESSION_BUS_ADDRESS"] = address;
        var browser = await _playwright.Chromium.LaunchPersistentContextAsync(_profile.FullName, new()
        {
            ExecutablePath = Chromium,
            Headless = true,
            Locale = "en-GB",
            Env = environment,
            Args = ["--disable-quic", $"--host-resolver-rules=MAP {InsecureHost} 127.0.0.1"],
        });
        browser.SetDefaultTimeout((float)Until.Patience.TotalMilliseconds);
        return browser;
    }
}
