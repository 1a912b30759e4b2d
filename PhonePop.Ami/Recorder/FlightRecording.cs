namespace PhonePop.Ami.Recorder;

/// <summary>What a recording shall be.</summary>
public sealed record RecordingOrder
{
    /// <summary>What it is called: the name of its files.</summary>
    public required string Name { get; init; }

    /// <summary>What happened, in the words of whoever saves it; kept as it is. Null: nothing is said.</summary>
    public string? Note { get; init; }

    /// <summary>The version of Asterisk; null when unknown.</summary>
    public string? AsteriskVersion { get; init; }

    /// <summary>Replace numbers and names, so that it can be given to others. True by default.</summary>
    public bool Scramble { get; init; } = true;
}

/// <summary>A recording in the format of the transcripts: a stream, and what it means.</summary>
/// <param name="Ami">The bytes that the PBX sent, from a banner on.</param>
/// <param name="Json">Times, connections, what was sent, and who was with whom as PhonePop saw it.</param>
/// <param name="StartedAt">When the first byte came.</param>
/// <param name="Length">From then until it was saved.</param>
/// <param name="Moments">How many quiet moments its timeline has.</param>
public sealed record FlightRecording(byte[] Ami, byte[] Json, DateTimeOffset StartedAt, TimeSpan Length, int Moments);
