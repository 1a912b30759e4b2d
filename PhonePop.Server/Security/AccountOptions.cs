namespace PhonePop.Server.Security;

/// <summary>A program's key: <c>PhonePop:ApiKeys:n</c>.</summary>
public sealed record ApiKeyOptions
{
    /// <summary>For logs. Required, and different for each.</summary>
    public string Name { get; init; } = "";

    /// <summary>The key, 16 characters or more. Required.</summary>
    public string Key { get; init; } = "";

    /// <summary>Operator, Supervisor or Administrator. Required.</summary>
    public string Role { get; init; } = "";

    /// <summary>The extension whose calls it may see; required for an operator.</summary>
    public string? Extension { get; init; }

    /// <summary>The PBX of the extension. Default: the only one.</summary>
    public string? Pbx { get; init; }

    /// <summary>The names of the groups whose operators a supervisor's key may see. Default none: everything. A name that no group has gives nobody.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>An account that is created at start if it does not exist: <c>PhonePop:Users:n</c>.</summary>
public sealed record UserOptions
{
    /// <summary>What they sign in with. Required, and different for each.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The first password. Required; a changed one is not set back.</summary>
    public string Password { get; init; } = "";

    /// <summary>Operator, Supervisor or Administrator. Required.</summary>
    public string Role { get; init; } = "";

    /// <summary>The own extension; required for an operator.</summary>
    public string? Extension { get; init; }

    /// <summary>The PBX of the extension. Default: the only one.</summary>
    public string? Pbx { get; init; }

    /// <summary>The name for people. Default: the user name.</summary>
    public string? DisplayName { get; init; }
}
