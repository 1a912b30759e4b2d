using Microsoft.Extensions.Options;

namespace PhonePop.Server.Security;

/// <summary>What is wrong with an account or a key that an administrator wants.</summary>
public enum AccountMistake
{
    /// <summary>A name is needed, without control characters.</summary>
    NameNeeded,

    /// <summary>Somebody or something else has this name.</summary>
    NameTaken,

    /// <summary>One of the three roles is needed.</summary>
    RoleNeeded,

    /// <summary>An operator needs an extension.</summary>
    ExtensionNeeded,

    /// <summary>There are several PBXs, or none of this name.</summary>
    PbxNeeded,

    /// <summary>Nobody would be left to manage users.</summary>
    LastAdministrator,

    /// <summary>Not to oneself.</summary>
    OwnAccount,

    /// <summary>The account has been deleted meanwhile.</summary>
    Gone,
}

/// <summary>The names of all PBXs, the demo's included.</summary>
public sealed record PbxNames(IReadOnlyList<string> All);

/// <summary>Which roles and seats there can be.</summary>
public sealed class SeatRules(IOptionsMonitor<PbxNames> pbxes)
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>All PBXs, the demo's included.</summary>
    public IReadOnlyList<string> PbxNames => pbxes.CurrentValue.All;

    /// <summary>What is wrong, by field: <c>role</c>, <c>extension</c>, <c>pbx</c>.</summary>
    public IEnumerable<(string Field, AccountMistake Mistake)> Mistakes(string role, string? extension, string? pbx)
    {
        if (role is not (Roles.Operator or Roles.Supervisor or Roles.Administrator))
        {
            yield return ("role", AccountMistake.RoleNeeded);
        }

        if (role == Roles.Operator && string.IsNullOrWhiteSpace(extension))
        {
            yield return ("extension", AccountMistake.ExtensionNeeded);
        }

        if (!string.IsNullOrWhiteSpace(extension) && Pbx(extension, pbx) is null)
        {
            yield return ("pbx", AccountMistake.PbxNeeded);
        }
    }

    /// <summary>The PBX of the extension: the one named, else the only one; null where there is no extension or the PBX cannot be told.</summary>
    public string? Pbx(string? extension, string? pbx) =>
        string.IsNullOrWhiteSpace(extension) ? null
        : !string.IsNullOrEmpty(pbx) ? (PbxNames.Contains(pbx) ? pbx : null)
        : PbxNames is [var only] ? only : null;

    /// <summary>True for a name that can be shown in one line.</summary>
    public static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl);
}
