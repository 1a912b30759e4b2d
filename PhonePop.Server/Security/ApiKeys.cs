using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace PhonePop.Server.Security;

/// <summary>The keys of programs, as hashes: a dump of the memory gives none away.</summary>
public sealed class ApiKeys
{
    private readonly List<(byte[] Hash, ClaimsPrincipal Principal)> _keys;

    /// <summary>Takes the configured keys; <paramref name="onlyPbx"/> is meant where one names no PBX.</summary>
    public ApiKeys(IEnumerable<ApiKeyOptions> keys, string? onlyPbx) =>
        _keys = [.. keys.Select(k => (Hash(k.Key), Principal(k, onlyPbx)))];

    /// <summary>Who has this key, or null. Takes equally long whichever key it is, and however much of it is right.</summary>
    public ClaimsPrincipal? Find(string key)
    {
        var hash = Hash(key);
        ClaimsPrincipal? found = null;
        foreach (var (known, principal) in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? principal : found;
        }

        return found;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static ClaimsPrincipal Principal(ApiKeyOptions key, string? onlyPbx)
    {
        var identity = new ClaimsIdentity(ApiKeyHandler.SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, $"key:{key.Name}"));
        identity.AddClaim(new Claim(ClaimTypes.Name, key.Name));
        identity.AddClaim(new Claim(ClaimTypes.Role, key.Role));
        if (key.Extension is { } extension && (key.Pbx ?? onlyPbx) is { } pbx)
        {
            identity.AddClaim(new Claim(Viewer.ExtensionClaim, extension));
            identity.AddClaim(new Claim(Viewer.PbxClaim, pbx));
        }

        return new ClaimsPrincipal(identity);
    }
}
