using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;

namespace PhonePop.Server.Configuration;

/// <summary>PBXs, as administrators keep them by page: they are watched, or watched no longer, as soon as a change is written.</summary>
public sealed class PbxDesk(SettingsDesk settings, IOptionsMonitor<IReadOnlyList<PbxOptions>> pbxes, PhonePopOptions atStart)
{
    /// <summary>The PBXs of the settings, by name; the demo's own is not among them.</summary>
    public IReadOnlyList<PbxOptions> All => [.. pbxes.CurrentValue.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>False where settings have no place to be written.</summary>
    public bool CanWrite => settings.CanWrite;

    /// <summary>True where the demo runs now and will not at the next start, because there is a PBX then.</summary>
    public bool EndsDemo => atStart is { IsDemo: true, Demo.Enabled: null };

    /// <summary>True for a PBX that was added by page.</summary>
    public bool IsByPage(PbxOptions pbx) => pbx.IsKeyedByName && settings.IsInFile($"Pbxes:{pbx.Key}");

    /// <summary>Who says that there is this PBX.</summary>
    public SettingsOrigin Origin(PbxOptions pbx) => settings.Origin($"Pbxes:{pbx.Key}");

    /// <summary>True where the environment or the command line says this setting of a PBX.</summary>
    public bool IsFixed(string name, string setting) => settings.IsFixed($"Pbxes:{name}:{setting}");

    /// <summary>Adds a PBX.</summary>
    /// <returns>What is wrong, by key; nothing has changed then.</returns>
    public async Task<IReadOnlyList<SettingsMistake>> AddAsync(PbxOptions pbx, Actor actor, CancellationToken cancellationToken)
    {
        // Digits alone would be a place in a list.
        var isName = SettingsRules.PbxName().IsMatch(pbx.Name) && !pbx.Name.All(char.IsAsciiDigit);
        var isFree = atStart.PbxNames.Concat(All.Select(p => p.Name)).All(n => !string.Equals(n, pbx.Name, StringComparison.OrdinalIgnoreCase));
        return isName && isFree
            ? await WriteAsync(pbx, actor, cancellationToken)
            : [new SettingsMistake($"PhonePop:Pbxes:{pbx.Name}:{nameof(pbx.Name)}", isFree ? "a name with at least one letter is needed." : "another PBX has this name already.")];
    }

    /// <summary>Changes a PBX that was added by page; its name stays, for calls and accounts carry it.</summary>
    /// <returns>What is wrong, by key; nothing has changed then.</returns>
    public async Task<IReadOnlyList<SettingsMistake>> ChangeAsync(PbxOptions pbx, Actor actor, CancellationToken cancellationToken) =>
        All.Any(p => p.Name == pbx.Name && IsByPage(p)) ? await WriteAsync(pbx, actor, cancellationToken) : [new SettingsMistake($"PhonePop:Pbxes:{pbx.Name}", "it is gone, or was not added by page.")];

    /// <summary>Watches a PBX no longer. Its calls leave the board; history and accounts stay.</summary>
    /// <returns>What is wrong, by key; nothing has changed then.</returns>
    public Task<IReadOnlyList<SettingsMistake>> RemoveAsync(string name, Actor actor, CancellationToken cancellationToken) =>
        settings.ChangeAsync([new SettingChange($"Pbxes:{name}", null)], actor, cancellationToken);

    private Task<IReadOnlyList<SettingsMistake>> WriteAsync(PbxOptions pbx, Actor actor, CancellationToken cancellationToken)
    {
        Dictionary<string, JsonNode?> values = new()
        {
            [nameof(pbx.Host)] = pbx.Host,
            [nameof(pbx.Port)] = pbx.Port,
            [nameof(pbx.Tls)] = pbx.Tls,
            [nameof(pbx.TlsAuthority)] = pbx.TlsAuthority,
            [nameof(pbx.TlsThumbprint)] = pbx.TlsThumbprint,
            [nameof(pbx.FilterEvents)] = pbx.FilterEvents,
            [nameof(pbx.Username)] = pbx.Username,
            [nameof(pbx.Secret)] = pbx.Secret,
            [nameof(pbx.OperatorExtensions)] = pbx.OperatorExtensions,
            [nameof(pbx.Mode)] = pbx.Mode.ToString(),
            [nameof(pbx.SnapshotInterval)] = pbx.SnapshotInterval.ToString("c", CultureInfo.InvariantCulture),
        };
        return settings.ChangeAsync([.. values.Where(v => !IsFixed(pbx.Name, v.Key)).Select(v => new SettingChange($"Pbxes:{pbx.Name}:{v.Key}", v.Value))], actor, cancellationToken);
    }
}
