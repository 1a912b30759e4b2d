using PhonePop.Server.Security;

namespace PhonePop.Server.Components.Admin;

/// <summary>What is being typed into the form of an account or a key.</summary>
public sealed class SeatDraft
{
    /// <summary>The user name, or the key's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The name for people.</summary>
    public string? DisplayName { get; set; }

    /// <summary>One of <see cref="Roles"/>.</summary>
    public string Role { get; set; } = Roles.Operator;

    /// <summary>The own extension.</summary>
    public string? Extension { get; set; }

    /// <summary>The PBX of the extension; empty: the only one.</summary>
    public string? Pbx { get; set; }

    /// <summary>The account as it is.</summary>
    public static SeatDraft From(AccountInfo account) => new()
    {
        Name = account.UserName, DisplayName = account.DisplayName, Role = account.Role, Extension = account.Extension, Pbx = account.Pbx,
    };
}
