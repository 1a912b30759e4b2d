using System.Globalization;

namespace PhonePop.Simulator.Office;

/// <summary>How the PBX of an office misbehaves all the time, in percent.</summary>
internal sealed record OfficeFaults
{
    /// <summary>Events lost.</summary>
    public int Lost { get; init; }

    /// <summary>Events sent twice.</summary>
    public int Doubled { get; init; }

    /// <summary>Events overtaken by later ones.</summary>
    public int Delayed { get; init; }

    /// <summary>Events after garbage.</summary>
    public int Garbage { get; init; }

    /// <summary>Everything in small random pieces.</summary>
    public bool Cut { get; init; }

    /// <summary>Events between the rows of lists.</summary>
    public bool Interleaved { get; init; }

    /// <summary>Whether events may not arrive as Asterisk sent them, so that only a list can tell the truth.</summary>
    public bool SpoilEvents => Lost + Doubled + Delayed > 0;

    public void ApplyTo(Faults faults, int seed)
    {
        faults.Seed = seed;
        (faults.Lost, faults.Doubled, faults.Delayed, faults.Garbage) = (Lost / 100.0, Doubled / 100.0, Delayed / 100.0, Garbage / 100.0);
        faults.CutSeed = Cut ? seed : 0;
        faults.InterleaveLists = Interleaved;
    }

    /// <summary><c>lost=10 cut</c>; empty: none.</summary>
    public override string ToString()
    {
        var words = new List<string>();
        foreach (var (name, percent) in new[] { ("lost", Lost), ("doubled", Doubled), ("delayed", Delayed), ("garbage", Garbage) })
        {
            if (percent > 0)
            {
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={percent}"));
            }
        }

        words.AddRange(Cut ? ["cut"] : []);
        words.AddRange(Interleaved ? ["interleaved"] : []);
        return string.Join(' ', words);
    }

    /// <returns>Null when the word names no fault.</returns>
    public OfficeFaults? With(string word)
    {
        var percent = word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && int.TryParse(word[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return word.Split('=')[0] switch
        {
            "lost" => this with { Lost = percent },
            "doubled" => this with { Doubled = percent },
            "delayed" => this with { Delayed = percent },
            "garbage" => this with { Garbage = percent },
            "cut" => this with { Cut = true },
            "interleaved" => this with { Interleaved = true },
            _ => null,
        };
    }
}
