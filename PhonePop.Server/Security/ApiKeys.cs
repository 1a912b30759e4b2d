using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using PhonePop.Server.Data;

namespace PhonePop.Server.Security;

/// <summary>The keys of programs, as hashes: a dump of the memory gives none away. Those of the configuration, and those that administrators made.</summary>
public sealed class ApiKeys
{
    private readonly List<Known> _configured;
    private readonly ConcurrentDictionary<int, bool> _used = new();
    private volatile List<Known> _all;

    /// <summary>Takes the configured keys; <paramref name="onlyPbx"/> is meant where one names no PBX.</summary>
    public ApiKeys(IEnumerable<ApiKeyOptions> keys, string? onlyPbx) => _all = _configured =
        [.. keys.Select(k => new Known(Hash(k.Key), Principal(k.Name, k.Role, k.Extension, k.Pbx ?? onlyPbx), null))];

    /// <summary>The names of all keys: what a key does is written down by its name.</summary>
    public IEnumerable<string> Names => _all.Select(k => k.Principal.Identity!.Name!);

    /// <summary>Who has this key, or null. Takes equally long whichever key it is, and however much of it is right.</summary>
    public ClaimsPrincipal? Find(string key)
    {
        var hash = Hash(key);
        Known? found = null;
        foreach (var known in _all)
        {
            found = CryptographicOperations.FixedTimeEquals(known.Hash, hash) ? known : found;
        }

        if (found?.StoredId is { } id)
        {
            _used[id] = true;
        }

        return found?.Principal;
    }

    /// <summary>True where there is still a key of this viewer id, <c>key:name</c>.</summary>
    public bool Knows(string viewerId) => _all.Exists(k => k.Principal.FindFirstValue(ClaimTypes.NameIdentifier) == viewerId);

    /// <summary>Takes these in place of the stored keys it had.</summary>
    internal void Use(IEnumerable<StoredApiKey> stored) =>
        _all = [.. _configured, .. stored.Select(k => new Known(k.Hash, Principal(k.Name, k.Role, k.Extension, k.Pbx), k.Id))];

    /// <summary>The stored keys that were used since it was asked last.</summary>
    internal IReadOnlyList<int> TakeUsed() => [.. _used.Keys.Where(id => _used.TryRemove(id, out _))];

    /// <summary>What is kept of a key. A fast hash is enough: nobody guesses a key of so many random characters.</summary>
    internal static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static ClaimsPrincipal Principal(string name, string role, string? extension, string? pbx)
    {
        var identity = new ClaimsIdentity(ApiKeyHandler.SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, $"key:{name}"));
        identity.AddClaim(new Claim(ClaimTypes.Name, name));
        identity.AddClaim(new Claim(ClaimTypes.Role, role));
        if (extension is not null && pbx is not null)
        {
            identity.AddClaim(new Claim(Viewer.ExtensionClaim, extension));
            identity.AddClaim(new Claim(Viewer.PbxClaim, pbx));
        }

        return new ClaimsPrincipal(identity);
    }

    private sealed record Known(byte[] Hash, ClaimsPrincipal Principal, int? StoredId);
}
