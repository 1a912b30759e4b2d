using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;
using PhonePop.Server.Security;

namespace PhonePop.Server.Pbx;

/// <summary>
/// The devices that administrators give to extensions by page. They stand beside <see cref="PbxOptions.Devices"/>, which wins where both name a device.
/// A change takes effect at once: who watches the PBX begins anew, with the calls that it knows.
/// </summary>
public sealed class SeatDevices(IDbContextFactory<PhonePopDbContext> database, PbxList pbxes, OperatorDirectory accounts, AuditLog audit) : IDisposable
{
    /// <summary>The longest name of a device, in characters: what Asterisk takes for a channel.</summary>
    public const int LongestDevice = 80;

    /// <summary>The most devices of one extension.</summary>
    public const int MostDevices = 20;

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _changes = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile IReadOnlyList<SeatDevice> _all = [];

    /// <summary>Reads what is stored; called once, before PBXs are watched.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        _all = await db.SeatDevices.AsNoTracking().OrderBy(d => d.Device).ToListAsync(cancellationToken);
    }

    /// <summary>The devices that were given to an extension by page, by name.</summary>
    public IReadOnlyList<string> Stored(string pbx, string extension) => [.. _all.Where(d => d.Pbx == pbx && d.Extension == extension).Select(d => d.Device)];

    /// <summary>The devices that the configuration gives to an extension.</summary>
    public IReadOnlyList<string> Configured(string pbx, string extension) => Options(pbx)?.Devices.GetValueOrDefault(extension) ?? [];

    /// <summary>The PBX with the devices of both: what it is watched by.</summary>
    public PbxOptions Merge(PbxOptions pbx)
    {
        var devices = pbx.Devices.ToDictionary(d => d.Key, d => d.Value);
        var configured = pbx.Devices.Values.SelectMany(d => d).ToHashSet(StringComparer.Ordinal);
        foreach (var seat in _all.Where(d => d.Pbx == pbx.Name && !configured.Contains(d.Device)).GroupBy(d => d.Extension, d => d.Device))
        {
            devices[seat.Key] = [.. devices.GetValueOrDefault(seat.Key, []), .. seat];
        }

        return pbx with { Devices = devices };
    }

    /// <summary>Is cancelled when phones of this PBX change hands. Ask before <see cref="Merge"/>.</summary>
    public CancellationToken Changed(string pbx) => _changes.GetOrAdd(pbx, static _ => new CancellationTokenSource()).Token;

    /// <summary>What is wrong with these devices for this extension; nothing is changed.</summary>
    public IReadOnlyList<DeviceProblem> Check(string pbx, string extension, IReadOnlyList<string> devices)
    {
        var configured = Options(pbx)?.Devices.SelectMany(d => d.Value.Select(device => (device, d.Key))).ToLookup(d => d.device, d => d.Key) ?? Enumerable.Empty<string>().ToLookup(d => d);
        return [.. devices.Select(Problem).OfType<DeviceProblem>()];

        DeviceProblem? Problem(string device, int index) =>
            index >= MostDevices ? new DeviceProblem(device, DeviceMistake.TooMany)
            : !IsDevice(device) ? new DeviceProblem(device, DeviceMistake.NotADevice)
            : configured[device].FirstOrDefault(e => e != extension) is { } fixedTo ? new DeviceProblem(device, DeviceMistake.TakenByConfiguration, fixedTo)
            : _all.FirstOrDefault(d => d.Pbx == pbx && d.Device == device && d.Extension != extension) is { } other && accounts.FindAccount(pbx, other.Extension) is not null
                ? new DeviceProblem(device, DeviceMistake.TakenByUser, other.Extension)
            : null;
    }

    /// <summary>Gives these devices, and no others, to an extension. One that belonged to an extension without a user goes over.</summary>
    /// <returns>What is wrong: nothing has changed then.</returns>
    public async Task<IReadOnlyList<DeviceProblem>> SetAsync(string pbx, string extension, IReadOnlyList<string> devices, Actor actor)
    {
        await _changing.WaitAsync();
        try
        {
            var wanted = devices.Distinct(StringComparer.Ordinal).Except(Configured(pbx, extension)).Order(StringComparer.Ordinal).ToList();
            if (Check(pbx, extension, wanted) is { Count: > 0 } problems)
            {
                return problems;
            }

            if (!Stored(pbx, extension).Order(StringComparer.Ordinal).SequenceEqual(wanted))
            {
                await StoreAsync(pbx, extension, wanted);
                await audit.WriteAsync(AuditActions.DevicesChanged, actor, $"{pbx}/{extension}", string.Join(", ", wanted));
                await LoadAsync(CancellationToken.None);
                await TellAsync(pbx);
            }

            return [];
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _changing.Dispose();
        foreach (var change in _changes.Values)
        {
            change.Dispose();
        }
    }

    /// <summary>True for what a PBX would call a device: a technology, a slash, a name; no spaces.</summary>
    internal static bool IsDevice(string device) =>
        device.Length <= LongestDevice && device.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < device.Length - 1
        && !device.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    private async Task StoreAsync(string pbx, string extension, List<string> wanted)
    {
        await using var db = await database.CreateDbContextAsync();
        await using var all = await db.Database.BeginTransactionAsync();
        await db.SeatDevices.Where(d => d.Pbx == pbx && (d.Extension == extension || wanted.Contains(d.Device))).ExecuteDeleteAsync();
        db.SeatDevices.AddRange(wanted.Select(device => new SeatDevice { Pbx = pbx, Device = device, Extension = extension }));
        await db.SaveChangesAsync();
        await all.CommitAsync();
    }

    private async Task TellAsync(string pbx)
    {
        if (_changes.TryRemove(pbx, out var change))
        {
            await change.CancelAsync();
            change.Dispose();
        }
    }

    private PbxOptions? Options(string pbx) => pbxes.All.FirstOrDefault(p => p.Name == pbx);
}
