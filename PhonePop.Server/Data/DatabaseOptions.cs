namespace PhonePop.Server.Data;

/// <summary>Where the data is: <c>PhonePop:Database</c>.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Default and for now only: Sqlite.</summary>
    public string Provider { get; init; } = "Sqlite";

    /// <summary>Relative paths start at the server's content root. The folder is created.</summary>
    public string ConnectionString { get; init; } = "Data Source=data/phonepop.db";
}
