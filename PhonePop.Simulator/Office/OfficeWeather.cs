namespace PhonePop.Simulator.Office;

/// <summary>What a random office has to go through.</summary>
internal enum OfficeWeather
{
    /// <summary>Everything arrives as it was sent.</summary>
    Fair,

    /// <summary>Lists are asked for while calls change, with events between their rows, and others join late.</summary>
    Lists,

    /// <summary>Everything comes in small pieces with garbage between, but it comes.</summary>
    Pieces,

    /// <summary>Events are lost, doubled and put out of order.</summary>
    Spoilt,

    /// <summary>As <see cref="Spoilt"/>, and connections break, the PBX dies or is restarted.</summary>
    Broken,
}

/// <summary>Random offices: the same seed draws the same case.</summary>
internal static class OfficeCases
{
    /// <summary>How many phones an operator of an office has at most.</summary>
    public const int MaxPhones = 3;

    /// <summary>The kinds of steps that such an office goes through, each as often as it shall be drawn.</summary>
    public static IReadOnlyList<StepKind> Deck(OfficeWeather weather) => weather switch
    {
        OfficeWeather.Fair or OfficeWeather.Pieces => StepDeck.Office,
        OfficeWeather.Lists => [.. StepDeck.Office, .. StepDeck.Lists, .. StepDeck.Quiet],
        OfficeWeather.Spoilt => [.. StepDeck.Office, .. StepDeck.Quiet],
        _ => [.. StepDeck.Office, .. StepDeck.Quiet, .. StepDeck.Breaks],
    };

    /// <param name="weather">What it goes through.</param>
    /// <param name="asterisk">Which Asterisk.</param>
    /// <param name="seed">Decides all the rest.</param>
    /// <param name="steps">How many steps.</param>
    public static OfficeCase Draw(OfficeWeather weather, string asterisk, int seed, int steps)
    {
        var random = new Random(seed);
        var deck = Deck(weather);
        return new OfficeCase
        {
            Asterisk = asterisk,
            Seed = seed,
            Operators = random.Next(3, 7),
            Phones = random.Next(1, MaxPhones + 1),
            AgentEvents = random.Next(2) == 0,
            Faults = Faults(weather, random.Next(1, 31), random.Next(0, 21), random.Next(0, 31)),
            Steps = [.. Enumerable.Range(0, steps).Select(_ => random.Draw(deck))],
        };
    }

    public static OfficeFaults Faults(OfficeWeather weather, int lost, int doubled, int delayed) => weather switch
    {
        OfficeWeather.Fair => new(),
        OfficeWeather.Lists => new() { Interleaved = true },
        OfficeWeather.Pieces => new() { Cut = true, Garbage = delayed },
        OfficeWeather.Spoilt => new() { Lost = lost, Doubled = doubled, Delayed = delayed, Garbage = doubled / 4, Cut = lost % 2 == 0 },
        _ => new() { Lost = lost / 3, Doubled = doubled / 2, Delayed = delayed / 2, Cut = lost % 2 == 0, Interleaved = lost % 3 == 0 },
    };
}
