namespace PhonePop.Server.Configuration;

/// <summary>What the program can be asked for.</summary>
internal static class CommandLine
{
    /// <summary>How it is called.</summary>
    public const string Usage = """
        PhonePop.Server [--urls http://*:5080] [--PhonePop:Key value ...]   the server, with these settings instead of those of appsettings.json
        PhonePop.Server doctor [--pbx NAME] [--wait SECONDS]                looks at the PBXs and says what stands between them and a pop
        PhonePop.Server backup FOLDER                                       copies the database of a running server into a new folder there
        """;

    private static readonly string[] Commands = ["doctor", "backup"];

    /// <summary>True for who only wants to know how it is called.</summary>
    public static bool IsHelp(string[] args) => args is ["--help" or "-h" or "help", ..];

    /// <summary>A command that there is not, such as a mistyped one; null for everything that may be a setting. Nobody who wanted a backup must get a second server.</summary>
    public static string? Unknown(string[] args) =>
        args is [var first, ..] && !first.StartsWith('-') && !first.StartsWith('/') && !first.Contains('=', StringComparison.Ordinal) && !Commands.Contains(first)
            ? $"There is no command \"{first}\".\n{Usage}"
            : null;
}
