using System.Globalization;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using NSubstitute;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Calls;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Configuration;
using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Import;
using PhonePop.Server.Customers.Lookups;
using PhonePop.Server.Data;
using PhonePop.Server.Doctor;
using PhonePop.Server.Live;
using PhonePop.Server.Pbx;
using PhonePop.Server.Personal;
using PhonePop.Server.Presence;
using PhonePop.Server.Recorder;
using PhonePop.Server.Security;
using PhonePop.Server.Work;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Components;

/// <summary>What pages need around them: real boards and stores over a database in memory, a signed-in viewer, a clock that stands still.</summary>
public sealed class PageContext : IAsyncDisposable
{
    private readonly ConfigurationManager _configuration = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-pages-");
    private readonly SqliteConnection _keep = new($"Data Source=pages-{Guid.NewGuid():n};Mode=Memory;Cache=Shared");

    public PageContext(string role = Roles.Operator, string? extension = "101", string language = "en", Action<IServiceCollection>? more = null, bool masked = false)
    {
        _keep.Open();
        BunitContext.DefaultWaitTimeout = Until.Patience; // only a failing test waits so long
        Bunit.JSInterop.Mode = JSRuntimeMode.Loose;
        var services = Bunit.Services;
        services.AddMudServices();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddScoped(_ => new Texts(CultureInfo.GetCultureInfo(language)));
        services.AddScoped<ViewerClock>();
        services.AddScoped<CallPeople>();
        services.AddFixed(new NumbersOptions());
        services.AddSingleton<PhoneNumberReader>();
        services.AddSingleton(new CustomersOptions());
        services.AddSingleton<CardUrlTemplate>();
        services.Configure<IdentityOptions>(DataExtensions.UseIdentitySchema); // EF keeps one model for the process: the servers of other tests must find theirs
        services.AddDbContextFactory<PhonePopDbContext>(o => o.UseSqlite(_keep.ConnectionString));
        services.AddSingleton<ICustomerLookup, DatabaseCustomerLookup>();
        services.AddMetrics().AddSingleton<LookupMetrics>();
        services.AddSingleton<CustomerMatcher>();
        services.AddSingleton<SearchPieces>();
        services.AddSingleton<CustomerStore>();
        services.AddSingleton<CustomerJournal>();
        services.AddSingleton<CustomerMerger>();
        services.AddSingleton<CustomerEraser>();
        services.AddSingleton<NumberChoices>();
        services.AddSingleton<NumberHygiene>();
        services.AddSingleton<ShownCustomers>();
        services.AddSingleton<CallReasons>();
        services.AddSingleton<CallNumbers>();
        services.AddSingleton<WriteTurns>();
        services.AddSingleton<SearchIndices>();
        services.AddSingleton<CustomerImport>();
        services.AddSingleton<ImportJobs>();
        services.AddSingleton(Substitute.For<IHostApplicationLifetime>());
        services.AddSingleton<CallHistoryStore>();
        services.AddSingleton<OpenContexts>();
        services.AddSingleton<QueueReport>();
        services.AddSingleton<CallReport>();
        services.AddSingleton(new LiveCallBoard(TimeProvider.System)); // boards pace their batches, and nobody drives that clock here
        services.AddSingleton(new ConversationBoard(TimeProvider.System));
        services.AddSingleton(new PbxBoard(TimeProvider.System));
        services.AddSingleton(new QueueMemberBoard(TimeProvider.System));
        services.AddFixed(new SupervisionOptions());
        services.AddFixed(new WorkOptions());
        services.AddPhonePopWork();
        services.AddSingleton(new CallbackBoard(TimeProvider.System));
        services.AddSingleton(new RecorderOptions { Folder = _folder.FullName });
        services.AddSingleton(DatabaseLocation.From(new DatabaseOptions { ConnectionString = "Data Source=:memory:" }, _folder.FullName, isDemo: false));
        var environment = Substitute.For<IHostEnvironment>();
        environment.ContentRootPath.Returns(_folder.FullName);
        services.AddSingleton(environment);
        services.AddPhonePopRecorder();
        services.AddFixed(new PersonalSettings());
        services.AddSingleton<PersonalSettingsStore>();
        services.AddSingleton<PopDelays>();
        services.AddFixed(new WorkOptions());
        services.AddSingleton<CallWorkStore>();
        services.AddSingleton<WrapUps>();
        services.AddSingleton<HubPresence>();
        services.AddSingleton<OperatorDirectory>();
        services.AddIdentityCore<AppUser>().AddRoles<IdentityRole>().AddEntityFrameworkStores<PhonePopDbContext>().AddDefaultTokenProviders();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddFixed(new PbxNames(["main"]));
        services.AddSingleton<SeatRules>();
        services.AddSingleton(new ApiKeys([], "main"));
        services.AddSingleton<ApiKeyStore>();
        services.AddFixed(new MaskingOptions());
        services.AddSingleton<AccountSessions>();
        services.AddSingleton<AccountDesk>();
        services.AddSingleton(p => new GroupDirectory(p.GetRequiredService<IDbContextFactory<PhonePopDbContext>>(), new Dictionary<string, IReadOnlyList<string>>()));
        services.AddSingleton<GroupDesk>();
        services.AddSingleton<AuditLog>();
        services.AddFixed<IReadOnlyList<PbxOptions>>([new PbxOptions { Name = "main", Devices = new Dictionary<string, IReadOnlyList<string>> { ["109"] = ["PJSIP/reception"] } }]);
        services.AddSingleton<PbxList>();
        services.AddSingleton<SeatDevices>();
        AddSettings(services);
        services.AddSingleton(Substitute.For<IDoctor>());
        services.AddSingleton<PresenceStore>();
        services.AddSingleton<PresenceBoard>();
        services.AddSingleton<ReachBoard>();
        services.AddSingleton(Names);
        services.AddSingleton(Desk);
        more?.Invoke(services);
        SignIn(role, extension, masked);
        Bunit.Renderer.SetRendererInfo(new RendererInfo("Server", true)); // last: it closes the list of services
        using var db = Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContext();
        db.Database.EnsureCreated();
    }

    public BunitContext Bunit { get; } = new();

    /// <summary>Noon in winter, UTC.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public IOperatorNames Names { get; } = Substitute.For<IOperatorNames>();

    public IDemoDesk Desk { get; } = Substitute.For<IDemoDesk>();

    public T Get<T>()
        where T : notnull => Bunit.Services.GetRequiredService<T>();

    /// <summary>Renders a page and waits until its stores have answered.</summary>
    public IRenderedComponent<T> Page<T>(Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent => Bunit.Render(parameters ?? (_ => { }));

    public NavigationManager Navigation => Get<NavigationManager>();

    /// <summary>A call of extension 101, as the board would show it.</summary>
    public LiveCall Call(string id, CallPhase phase, CallParty? party = null, CustomerMatch? match = null, Func<Call, Call>? more = null)
    {
        party ??= new CallParty(PartyKind.External, "79161234567");
        var call = new Call
        {
            Id = $"main:{id}:101",
            Pbx = "main",
            Extension = "101",
            ConversationId = $"main:{id}",
            Phase = phase,
            Direction = CallDirection.Inbound,
            Party = party,
            StartedAt = Clock.GetUtcNow().AddSeconds(-67),
            AnsweredAt = phase is CallPhase.Talking or CallPhase.Held ? Clock.GetUtcNow().AddSeconds(-60) : null,
            EndedAt = phase == CallPhase.Ended ? Clock.GetUtcNow() : null,
        };
        return new LiveCall { Call = more?.Invoke(call) ?? call, Version = 1, E164 = party.Kind == PartyKind.External ? Get<PhoneNumberReader>().Read(party.Number).E164 : null, Match = match };
    }

    /// <summary>Puts a call on the board: pages that are open see it within their next batch.</summary>
    public void Publish(LiveCall call) => Get<LiveCallBoard>().Update(call.Call.Id, _ => call);

    /// <summary>Somebody was missed, so many minutes ago.</summary>
    public Task MissAsync(string number, string conversation = "main:m1", int minutesAgo = 5, string? queue = "support") => Get<CallbackStore>().MissAsync(
        new MissedCall(conversation, "main", Get<PhoneNumberReader>().Read(number), queue, null, Clock.GetUtcNow().AddMinutes(-minutesAgo).UtcDateTime), TestContext.Current.CancellationToken);

    public void Publish(PbxState state, string? problem = null) => Get<PbxBoard>().Publish(
        new PbxStatus { Name = "main", State = state, Since = Clock.GetUtcNow().AddMinutes(-5), Address = "10.0.0.5:5038", Version = "22.10.1", Problem = problem });

    public async Task<CustomerInfo> CustomerAsync(string name, string number, string? company = null) =>
        await Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = name, Company = company, Numbers = [new CustomerNumberEdit(number)] }, TestContext.Current.CancellationToken);

    public static CustomerMatch Match(params string[] names) => new([.. names.Select((name, i) => new CustomerSummary(i + 1, name, i == 0 ? "Romashka" : null, $"/customers/{i + 1}"))]);

    public async ValueTask DisposeAsync()
    {
        await Bunit.DisposeAsync();
        _configuration.Dispose();
        await _keep.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Pages that write settings write a real file; the other options of this context stand still.
    private void AddSettings(IServiceCollection services)
    {
        var configuration = _configuration;
        configuration.AddInMemoryCollection([new("PhonePop:Database:ConnectionString", $"Data Source={Path.Combine(_folder.FullName, "phonepop.db")}")]);
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(SettingsFile.AddTo(configuration, _folder.FullName));
        services.AddSingleton<CurrentSettings>();
        services.AddSingleton(p => new SettingsDesk(configuration, p.GetRequiredService<CurrentSettings>(), p.GetRequiredService<SettingsFile>(), p.GetRequiredService<AuditLog>()));
        services.AddSingleton(p => p.GetRequiredService<CurrentSettings>().AtStart);
        services.AddSingleton(p => new PbxDesk(p.GetRequiredService<SettingsDesk>(), new SettingsPart<IReadOnlyList<PbxOptions>>(p.GetRequiredService<CurrentSettings>(), o => o.Pbxes), p.GetRequiredService<PhonePopOptions>()));
    }

    private void SignIn(string role, string? extension, bool masked)
    {
        var user = Bunit.AddAuthorization();
        user.SetAuthorized("operator101");
        user.SetRoles(role);
        System.Security.Claims.Claim[] claims = extension is null ? [] : [new(Viewer.PbxClaim, "main"), new(Viewer.ExtensionClaim, extension)];
        user.SetClaims([.. claims, new(Viewer.DisplayNameClaim, "Anna"), .. masked ? [new System.Security.Claims.Claim(Viewer.MaskedClaim, "1")] : Array.Empty<System.Security.Claims.Claim>()]);
    }
}
