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
        var deck = OfficeCases.Deck(weather, asterisk);
        var kind = Gen.Int[0, deck.Count - 1].Select(card => deck[card]);
        var steps = Gen.Select(kind, pick, pick, pick, (k, a, b, c) => new OfficeStep(k, a, b, c)).Array[10, LongestStory];
        var faults = Gen.Select(Gen.Int[1, 30], Gen.Int[0, 20], Gen.Int[0, 30], (lost, doubled, delayed) => OfficeCases.Faults(weather, lost, doubled, delayed));
        return Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[3, 6], Gen.Int[1, OfficeCases.MaxPhones(weather, asterisk)], Gen.Bool, faults, steps, (seed, operators, phones, agents, spoilt, story) =>
            new OfficeCase { Asterisk = asterisk, Seed = seed, Operators = operators, Phones = phones, AgentEvents = agents, Faults = spoilt, Steps = story });
    }

    /// <summary>In this many of them, all that PhonePop shows is what the PBX knows, and each call ends once.</summary>
    public static async Task AreTrueAsync(Gen<OfficeCase> offices, int count)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        OfficeCase? failed = null;
        await offices.SampleAsync(
            async office =>
            {
                failed ??= await FailsAsync(office, cancellationToken) ? office : null;
                return true; // our own way to make it short is a better one: it takes steps out
            },
            iter: count,
            threads: 1);
        if (failed is not null)
        {
            var shortest = await Shrinker.ShrinkAsync(failed, office => FailsAsync(office, cancellationToken));
            await IsTrueAsync(shortest, $"made short from {failed}");
            Assert.Fail($"It does not fail each time; once it did: {failed}");
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

    private static async Task<bool> FailsAsync(OfficeCase office, CancellationToken cancellationToken) =>
        (await OfficeRun.RunAsync(office, cancellationToken)).Mismatch is not null;
}
