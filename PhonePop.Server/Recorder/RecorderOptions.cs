namespace PhonePop.Server.Recorder;

/// <summary>The flight recorder of each PBX: <c>PhonePop:Recorder</c>.</summary>
public sealed record RecorderOptions
{
    /// <summary>Whether the last traffic is held in memory. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How far back a recording reaches, at most: 1 to 1440. Default 15.</summary>
    public int Minutes { get; init; } = 15;

    /// <summary>The memory for each PBX, in MiB, which busy traffic fills before the minutes are over: 1 to 256. Default 8.</summary>
    public int Megabytes { get; init; } = 8;

    /// <summary>How many saved recordings of each PBX are kept; the oldest go first. 1 to 1000, default 20.</summary>
    public int KeepFiles { get; init; } = 20;

    /// <summary>Where recordings are saved. Default null: in <c>recordings</c> beside the database.</summary>
    public string? Folder { get; init; }
}
