using System.Globalization;
using Microsoft.Extensions.Logging;
using PhonePop.Simulator.Office;

namespace PhonePop.Simulator.Soak;

/// <summary>What a soak goes through.</summary>
internal sealed record SoakOptions
{
    /// <summary>How long it runs.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>The first office's seed; each next one has the next.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The Asterisks whose words are spoken, in turn.</summary>
    public required IReadOnlyList<string> Asterisks { get; init; }

    /// <summary>Whether PBX and connections misbehave in some of the offices.</summary>
    public bool Faults { get; init; } = true;
}

/// <summary>Random offices without end: in turn every Asterisk, every seed, every weather. Prints how it goes, and each mismatch as a case that can be kept as a test.</summary>
/// <param name="output">Where to print.</param>
/// <param name="clock">The time of the run; that of the offices is their own.</param>
/// <param name="run">Runs a case; null: for real.</param>
internal sealed class SoakCommand(TextWriter output, TimeProvider clock, Func<OfficeCase, CancellationToken, Task<OfficeResult>>? run = null)
{
    private const int Steps = 150;
    private const int MaxMismatches = 10;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(15);

    private readonly Func<OfficeCase, CancellationToken, Task<OfficeResult>> _run = run ?? ((office, cancellationToken) => OfficeRun.RunAsync(office, cancellationToken));

    /// <returns>1 when anything that was shown was not true, otherwise 0.</returns>
    public async Task<int> RunAsync(SoakOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        OfficeWeather[] weathers = options.Faults ? Enum.GetValues<OfficeWeather>() : [OfficeWeather.Fair, OfficeWeather.Lists];
        var (began, reported) = (clock.GetTimestamp(), clock.GetTimestamp());
        int offices = 0, mismatches = 0;
        long calls = 0, checks = 0;
        try
        {
            for (; clock.GetElapsedTime(began) < options.Length && mismatches < MaxMismatches;)
            {
                var asterisk = options.Asterisks[offices % options.Asterisks.Count];
                var weather = weathers[offices / options.Asterisks.Count % weathers.Length];
                var office = OfficeCases.Draw(weather, asterisk, options.Seed + offices, Steps);
                var result = await _run(office, cancellationToken).ConfigureAwait(false);
                offices++;
                calls += result.Calls;
                checks += result.Checks;
                if (result.Mismatch is { } mismatch)
                {
                    mismatches++;
                    await TellAsync(office, mismatch, cancellationToken).ConfigureAwait(false);
                }

                if (clock.GetElapsedTime(reported) >= ReportInterval)
                {
                    reported = clock.GetTimestamp();
                    Report("so far");
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C: what was seen until now counts.
        }

        Report("in all");
        return mismatches > 0 ? 1 : 0;

        void Report(string when) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{clock.GetElapsedTime(began):hh\\:mm\\:ss} {when}: {offices} offices, {calls} calls, {checks} checks, {mismatches} mismatches"));
    }

    /// <summary>One case, told step by step.</summary>
    /// <param name="office">What happens.</param>
    /// <param name="logger">Told what happens, in words.</param>
    /// <param name="received">Takes a copy of what PhonePop received; null: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>1 when anything that was shown was not true, otherwise 0.</returns>
    public async Task<int> RunAsync(OfficeCase office, ILogger logger, Stream? received, CancellationToken cancellationToken)
    {
        var result = await OfficeRun.RunAsync(office, cancellationToken, logger, received).ConfigureAwait(false);
        output.WriteLine(result.Mismatch is { } mismatch ? $"MISMATCH {mismatch}" : "All that was shown was true.");
        return result.Mismatch is null ? 0 : 1;
    }

    private async Task TellAsync(OfficeCase office, string mismatch, CancellationToken cancellationToken)
    {
        output.WriteLine($"MISMATCH (seed {office.Seed.ToString(CultureInfo.InvariantCulture)}, Asterisk {office.Asterisk}) {mismatch}");
        output.WriteLine($"  all its steps: {office}");
        var shortest = await Shrinker.ShrinkAsync(office, async less => (await _run(less, cancellationToken).ConfigureAwait(false)).Mismatch is not null, clock).ConfigureAwait(false);
        var shortly = await _run(shortest, cancellationToken).ConfigureAwait(false);
        output.WriteLine($"  shortest: {shortest}");
        output.WriteLine($"  {shortly.Mismatch ?? "It does not fail each time: the shortest case went well when tried once more."}");
    }
}
