using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PhonePop.Ami.Calls;

namespace PhonePop.Tests.Support;

/// <summary>The whole server over real Kestrel on a loopback port, with an own database; the test says what the PBX says. (The type only names the assembly: two projects have a Program.)</summary>
public sealed class LiveServer : WebApplicationFactory<PhonePop.Server.Security.Viewer>
{
    public const string Key101 = "key-of-operator-101";
    public const string Key102 = "key-of-operator-102";
    public const string SupervisorKey = "key-of-the-supervisor";
    public const string AdministratorKey = "key-of-the-administrator";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-server-");
    private readonly Dictionary<string, string?> _settings = [];
    private Action<IServiceCollection>? _services;
    private bool _watches;

    public LiveServer()
    {
        UseKestrel(o => o.Listen(IPAddress.Loopback, 0));
        With("PhonePop:Pbxes:0:Name", "main").With("PhonePop:Pbxes:0:Host", "127.0.0.1").With("PhonePop:Pbxes:0:Username", "phonepop").With("PhonePop:Pbxes:0:Secret", "secret");
        WithKey(0, "operator 101", Key101, "Operator", "101").WithKey(1, "operator 102", Key102, "Operator", "102");
        WithKey(2, "wallboard", SupervisorKey, "Supervisor").WithKey(3, "administration", AdministratorKey, "Administrator");
    }

    /// <summary>What the PBX would tell.</summary>
    public ICallObserver Pbx => Services.GetRequiredService<ICallObserver>();

    /// <summary>Where its database lies, and what is saved beside it.</summary>
    public string DataFolder => _folder.FullName;

    public Uri Address => ClientOptions.BaseAddress;

    public LiveServer With(string key, string? value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Watches the PBXs that are configured, in place of taking the test's word.</summary>
    public LiveServer Watching()
    {
        _watches = true;
        return this;
    }

    /// <summary>Replaces services, such as the look-up.</summary>
    public LiveServer With(Action<IServiceCollection> services)
    {
        _services += services;
        return this;
    }

    public LiveServer WithUser(int index, string userName, string password, string role, string? extension = null)
    {
        var user = $"PhonePop:Users:{index}";
        return With($"{user}:UserName", userName).With($"{user}:Password", password).With($"{user}:Role", role).With($"{user}:Extension", extension);
    }

    public LiveServer Started()
    {
        StartServer();
        return this;
    }

    /// <summary>A client of the API; null: nobody.</summary>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client of the hub, not connected yet.</summary>
    public HubConnection Hub(string? key) => new HubConnectionBuilder()
        .WithUrl(new Uri(Address, "/hubs/calls"), o => o.AccessTokenProvider = key is null ? null : () => Task.FromResult<string?>(key))
        .Build();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("PhonePop:Database:ConnectionString", $"Data Source={Path.Combine(_folder.FullName, "phonepop.db")}");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var (key, value) in _settings)
        {
            if (value is not null)
            {
                builder.UseSetting(key, value);
            }
        }

        builder.ConfigureTestServices(services =>
        {
            if (!_watches)
            {
                // The test is the PBX.
                services.Remove(services.Single(s => s.ImplementationType == typeof(PhonePop.Server.Pbx.CallMonitorService)));
            }

            _services?.Invoke(services);
        });
    }

    private LiveServer WithKey(int index, string name, string key, string role, string? extension = null)
    {
        var entry = $"PhonePop:ApiKeys:{index}";
        return With($"{entry}:Name", name).With($"{entry}:Key", key).With($"{entry}:Role", role).With($"{entry}:Extension", extension);
    }
}
