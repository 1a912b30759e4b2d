using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;
using PhonePop.Server.Live;

namespace PhonePop.Server.Security;

/// <summary>The names of those who sit at extensions, in memory. Reload it when accounts change.</summary>
public sealed class OperatorDirectory(IDbContextFactory<PhonePopDbContext> database) : IOperatorNames
{
    private volatile Dictionary<(string Pbx, string Extension), string> _names = [];

    private volatile Dictionary<(string Pbx, string Extension), string> _guests = [];

    /// <summary>Names have come, gone or changed.</summary>
    public event Action? Changed;

    /// <summary>Every phone that somebody is known to sit at.</summary>
    public IReadOnlyList<(string Pbx, string Extension)> Seats => [.. _names.Keys.Union(_guests.Keys)];

    /// <summary>True for a phone that has a name and no account: nobody ever signs in there.</summary>
    public bool IsGuest(string pbx, string extension) => _guests.ContainsKey((pbx, extension)) && !_names.ContainsKey((pbx, extension));

    /// <inheritdoc />
    public string? Find(string pbx, string extension) => _names.GetValueOrDefault((pbx, extension)) ?? _guests.GetValueOrDefault((pbx, extension));

    /// <summary>The name of the user with this extension, or null: nobody signs in there.</summary>
    public string? FindAccount(string pbx, string extension) => _names.GetValueOrDefault((pbx, extension));

    /// <summary>Names those who have a phone and no account, such as the demo's colleagues. An account's name goes before.</summary>
    public void Introduce(string pbx, IEnumerable<(string Extension, string Name)> colleagues)
    {
        _guests = colleagues.ToDictionary(c => (pbx, c.Extension), c => c.Name);
        Changed?.Invoke();
    }

    /// <summary>Reads the accounts again.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var seats = await db.Users.AsNoTracking().Where(u => u.Pbx != null && u.Extension != null).OrderBy(u => u.UserName)
            .Select(u => new { u.Pbx, u.Extension, Name = u.DisplayName ?? u.UserName }).ToListAsync(cancellationToken);
        var names = new Dictionary<(string, string), string>();
        foreach (var seat in seats)
        {
            // Two shifts at one phone: the first by user name, so that it does not change from start to start.
            names.TryAdd((seat.Pbx!, seat.Extension!), seat.Name ?? "");
        }

        _names = names;
        Changed?.Invoke();
    }
}
