using CsCheck;
using PhonePop.Simulator.Office;
using PhonePop.Simulator.Soak;

namespace PhonePop.Tests.Support;

/// <summary>Random offices as data, and the property that all of them must have. A failure is made short and printed so that it can be kept: see KeptOfficesTests.</summary>
internal static class Offices
{
    private const int LongestStory = 90;

    /// <summary>Offices that go through this weather.</summary>
    public static Gen<OfficeCase> In(OfficeWeather weather, string asterisk)
    {
        var pick = Gen.Int[0, 99];
        var deck = OfficeCases.Deck(weather);
        var kind = Gen.Int[0, deck.Count - 1].Select(card => deck[card]);
        var steps = Gen.Select(kind, pick, pick, pick, (k, a, b, c) => new OfficeStep(k, a, b, c)).Array[10, LongestStory];
        var faults = Gen.Select(Gen.Int[1, 30], Gen.Int[0, 20], Gen.Int[0, 30], (lost, doubled, delayed) => OfficeCases.Faults(weather, lost, doubled, delayed));
        return Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[3, 6], Gen.Int[1, OfficeCases.MaxPhones], Gen.Bool, faults, steps, (seed, operators, phones, agents, spoilt, story) =>
            new OfficeCase { Asterisk = asterisk, Seed = seed, Operators = operators, Phones = phones, AgentEvents = agents, Faults = spoilt, Steps = story });
    }

    /// <summary>
    /// In this many of them, all that PhonePop shows is what the PBX knows, and each call ends once. They are the same in each run, so that a red
    /// test means a change for the worse; other ones come with another PHONEPOP_OFFICES (a number), and without end from the soak.
    /// </summary>
    public static async Task AreTrueAsync(Gen<OfficeCase> offices, int count)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var random = new PCG(1, ulong.TryParse(Environment.GetEnvironmentVariable("PHONEPOP_OFFICES"), out var other) ? other : 1);
        for (var i = 0; i < count; i++)
        {
            var office = offices.Generate(random, null, out _);
            if (await MismatchAsync(office, cancellationToken) is not { } first)
            {
                continue;
            }

            // CsCheck would draw on until it finds a smaller one; to leave steps out is quicker, and ends at fewer.
            var shortest = await Shrinker.ShrinkAsync(office, async less => await MismatchAsync(less, cancellationToken) is not null, TimeProvider.System);
            await IsTrueAsync(shortest, $"made short from {office}");
            Assert.Fail($"It does not fail each time; once it did: {first}\n{office}");
        }
    }

    /// <summary>The same for one case.</summary>
    public static async Task IsTrueAsync(OfficeCase office, string because = "")
    {
        var result = await OfficeRun.RunAsync(office, TestContext.Current.CancellationToken);
        if (result.Mismatch is { } mismatch)
        {
            Assert.Fail($"{mismatch}\nKeep it in KeptOfficesTests:\n[InlineData(\"{office}\")]\n{because}");
        }
    }

    private static async Task<string?> MismatchAsync(OfficeCase office, CancellationToken cancellationToken) => (await OfficeRun.RunAsync(office, cancellationToken)).Mismatch;
}
