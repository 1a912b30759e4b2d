using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Pbx;
using PhonePop.Server.Personal;
using PhonePop.Server.Recorder;
using PhonePop.Server.Security;
using PhonePop.Server.Work;

namespace PhonePop.Server.Configuration;

/// <summary>Everything under <c>PhonePop</c>. Each part stands next to its owner, with its defaults.</summary>
public sealed record PhonePopOptions
{
    public DemoOptions Demo { get; init; } = new();

    public IReadOnlyList<PbxOptions> Pbxes { get; init; } = [];

    public RecorderOptions Recorder { get; init; } = new();

    public NumbersOptions Numbers { get; init; } = new();

    public DatabaseOptions Database { get; init; } = new();

    public CustomersOptions Customers { get; init; } = new();

    public WorkOptions Work { get; init; } = new();

    public RetentionOptions Retention { get; init; } = new();

    public SupervisionOptions Supervision { get; init; } = new();

    public MaskingOptions Masking { get; init; } = new();

    /// <summary>How calls reach users who have chosen nothing else.</summary>
    public PersonalSettings Notifications { get; init; } = new();

    /// <summary>Addresses or networks of the reverse proxies before us: see <see cref="TrustedProxies"/>. Default none.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    public IReadOnlyList<ApiKeyOptions> ApiKeys { get; init; } = [];

    public IReadOnlyList<UserOptions> Users { get; init; } = [];

    /// <summary>True where the demo runs: said in <see cref="DemoOptions.Enabled"/>, or in Development without a PBX.</summary>
    public bool IsDemo { get; internal init; }

    /// <summary>The names of all PBXs, the demo's included.</summary>
    public IEnumerable<string> PbxNames => IsDemo ? Pbxes.Select(p => p.Name).Append(DemoOptions.PbxName) : Pbxes.Select(p => p.Name);

    /// <summary>The PBX that is meant where an account names none: the only one, or null.</summary>
    public string? OnlyPbx => PbxNames.ToList() is [var only] ? only : null;

    /// <summary>Reads the section and checks it.</summary>
    /// <param name="isDevelopment">See <see cref="IsDemo"/>.</param>
    /// <param name="isDemo">Whether the demo runs already: settings that change later neither begin nor end it. Null: they decide.</param>
    /// <exception cref="SettingsException">There are mistakes; the message lists all of them by key.</exception>
    public static PhonePopOptions Read(IConfiguration configuration, bool isDevelopment, bool? isDemo = null)
    {
        var mistakes = new SettingsMistakes();
        var providers = (configuration as IConfigurationRoot)?.Providers.ToList() ?? [];
        var options = (PhonePopOptions)new SettingsBinder(mistakes, providers).Bind(configuration.GetSection("PhonePop"), typeof(PhonePopOptions));
        options = options with { IsDemo = isDemo ?? options.Demo.Enabled ?? (isDevelopment && options.Pbxes.Count == 0) };
        SettingsRules.Check(options, mistakes);
        SettingsRules.CheckFile(providers.OfType<SettingsFileProvider>(), mistakes);
        mistakes.ThrowIfAny();
        return options;
    }
}
