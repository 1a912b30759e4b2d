using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>A key that an administrator has made, as <see cref="StoredApiKey"/> without its hash.</summary>
public sealed record ApiKeyInfo(int Id, string Name, string Role, string? Extension, string? Pbx, DateTime CreatedAt, string? CreatedBy, DateTime? LastUsedAt);

/// <summary>What a key is to be.</summary>
public sealed record ApiKeyEdit(string Name, string Role, string? Extension, string? Pbx);

/// <summary>The keys that administrators make: beside those of the configuration, told once and stored as a hash.</summary>
public sealed class ApiKeyStore(IDbContextFactory<PhonePopDbContext> database, ApiKeys keys, SeatRules seats, AccountSessions sessions, AuditLog audit, TimeProvider clock)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int Length = 40; // about 238 bits

    /// <summary>Reads the keys from the database: from now on they open.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        keys.Use(await db.StoredApiKeys.AsNoTracking().ToListAsync(cancellationToken));
    }

    /// <summary>The keys, by name.</summary>
    public async Task<IReadOnlyList<ApiKeyInfo>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.StoredApiKeys.AsNoTracking().OrderBy(k => k.Name)
            .Select(k => new ApiKeyInfo(k.Id, k.Name, k.Role, k.Extension, k.Pbx, k.CreatedAt, k.CreatedBy, k.LastUsedAt)).ToListAsync(cancellationToken);
    }

    /// <summary>Makes a key.</summary>
    /// <returns>The key, which nobody can read again; or what is wrong, by field.</returns>
    public async Task<(string? Key, IReadOnlyList<(string Field, AccountMistake Mistake)> Mistakes)> CreateAsync(ApiKeyEdit edit, Actor actor, CancellationToken cancellationToken)
    {
        var mistakes = seats.Mistakes(edit.Role, edit.Extension, edit.Pbx).ToList();
        var name = edit.Name.Trim();
        if (!SeatRules.IsName(name))
        {
            mistakes.Insert(0, ("name", AccountMistake.NameNeeded));
        }
        else if (keys.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            mistakes.Insert(0, ("name", AccountMistake.NameTaken));
        }

        if (mistakes.Count > 0)
        {
            return (null, mistakes);
        }

        var key = "pp_" + RandomNumberGenerator.GetString(Letters, Length);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.StoredApiKeys.Add(new StoredApiKey
        {
            Name = name,
            Hash = ApiKeys.Hash(key),
            Role = edit.Role,
            Extension = string.IsNullOrWhiteSpace(edit.Extension) ? null : edit.Extension.Trim(),
            Pbx = seats.Pbx(edit.Extension, edit.Pbx),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            CreatedBy = actor.Name,
        });
        await db.SaveChangesAsync(cancellationToken);
        await LoadAsync(cancellationToken);
        await audit.WriteAsync(AuditActions.KeyCreated, actor, name, edit.Role, cancellationToken: cancellationToken);
        return (key, []);
    }

    /// <summary>Makes a key worthless, and cuts what is connected with it.</summary>
    public async Task RevokeAsync(int id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.StoredApiKeys.FindAsync([id], cancellationToken) is { } row)
        {
            db.StoredApiKeys.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
            await db.GroupGrants.Where(g => g.ViewerId == $"key:{row.Name}").ExecuteDeleteAsync(cancellationToken); // another key of this name begins anew
            await LoadAsync(cancellationToken);
            sessions.End($"key:{row.Name}");
            await audit.WriteAsync(AuditActions.KeyRevoked, actor, row.Name, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Writes down which keys were used.</summary>
    public async Task NoteUseAsync(CancellationToken cancellationToken)
    {
        if (keys.TakeUsed() is { Count: > 0 } used)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            await db.StoredApiKeys.Where(k => used.Contains(k.Id)).ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAt, now), cancellationToken);
        }
    }
}
