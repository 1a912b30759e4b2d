using System.Globalization;

namespace PhonePop.Simulator.Office;

/// <summary>An office and all that happens in it: the same case goes the same way each time. One line of text, to be kept as a test.</summary>
internal sealed record OfficeCase
{
    /// <summary>Which Asterisk: 22.</summary>
    public string Asterisk { get; init; } = "22";

    /// <summary>The seed of the PBX and of its faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many operators, 3 to 99; the first is 101. Default 4.</summary>
    public int Operators { get; init; } = 4;

    /// <summary>How many phones an operator has at most, 1 to 3. Default 1.</summary>
    public int Phones { get; init; } = 1;

    /// <summary>Whether queues of Asterisk 11 tell of the members that they ring.</summary>
    public bool AgentEvents { get; init; }

    /// <summary>How the PBX misbehaves.</summary>
    public OfficeFaults Faults { get; init; } = new();

    /// <summary>What happens.</summary>
    public IReadOnlyList<OfficeStep> Steps { get; init; } = [];

    /// <summary>Whether events do not tell everything: what is shown is compared after a list only, and without holds, which rows do not tell.</summary>
    public bool NeedsLists => Faults.SpoilEvents || Steps.Any(s => s.Kind is StepKind.Drop or StepKind.Crash or StepKind.Restart);

    /// <summary>As <see cref="ToString"/> writes it.</summary>
    /// <exception cref="FormatException">It is no case.</exception>
    public static OfficeCase Parse(string text)
    {
        var (head, steps) = text.Split('|', 2) is [var before, var after] ? (before, after) : throw new FormatException("A case is \"options | steps\".");
        var read = new OfficeCase { Steps = [.. steps.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(OfficeStep.Parse)] };
        foreach (var word in head.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            read = word.Split('=') switch
            {
                ["asterisk", var version] => read with { Asterisk = version },
                ["seed", var seed] => read with { Seed = int.Parse(seed, CultureInfo.InvariantCulture) },
                ["operators", var count] => read with { Operators = int.Parse(count, CultureInfo.InvariantCulture) },
                ["phones", var count] => read with { Phones = int.Parse(count, CultureInfo.InvariantCulture) },
                ["agents"] => read with { AgentEvents = true },
                _ => read with { Faults = read.Faults.With(word) ?? throw new FormatException($"\"{word}\" is no option of a case.") },
            };
        }

        return read;
    }

    /// <summary><c>asterisk=22 seed=7 operators=4 lost=10 | Inbound 1, Answer, Quiet</c></summary>
    public override string ToString()
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"asterisk={Asterisk} seed={Seed} operators={Operators}{Extra()} {Faults}");
        return $"{head.TrimEnd()} | {string.Join(", ", Steps)}";
    }

    private string Extra() => (Phones > 1 ? string.Create(CultureInfo.InvariantCulture, $" phones={Phones}") : "") + (AgentEvents ? " agents" : "");
}
