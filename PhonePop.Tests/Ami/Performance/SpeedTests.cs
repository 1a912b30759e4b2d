using System.Diagnostics;
using System.Globalization;
using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Performance;

/// <summary>How fast, in ratios that hold on any machine. Measured once, by <c>PhonePop.Benchmarks stable</c>.</summary>
public sealed class SpeedTests(SpeedTests.Measured measured) : IClassFixture<SpeedTests.Measured>
{
    /// <summary>What is measured, and how much it may be: the goals, and where there is none, half as much again as it is.</summary>
    public static TheoryData<string, double> Limits => new()
    {
        { "skipped / floor", 2.2 },
        { "used by the model / floor", 6 },
        { "all fields / floor", 7.5 },
        { "used by the model / naive", 0.1 },
        { "nothing changes, 10,000 calls / 10", 1.5 },
        { "a call changes, 10,000 calls / 10", 1.5 },
        { "whole calls, 10,000 calls / 10", 1.5 },
        { "heap, 110,000 calls / 10,000", 1.02 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void It_is_no_more_than(string what, double most) => measured.Ratios[what].Should().BeLessThanOrEqualTo(most, what);

    /// <summary>One run of the measurement.</summary>
    public sealed class Measured : IAsyncLifetime
    {
        /// <summary>The ratios by their names.</summary>
        public IReadOnlyDictionary<string, double> Ratios { get; private set; } = new Dictionary<string, double>();

        public async ValueTask InitializeAsync()
        {
            var program = Repository.PathOf("PhonePop.Benchmarks", "bin", Repository.Configuration, "net10.0", "PhonePop.Benchmarks.dll");
            using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "stable"]) { RedirectStandardOutput = true })!;
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.Should().Be(0);
            Ratios = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(": ")).ToDictionary(l => l[0], l => double.Parse(l[1], CultureInfo.InvariantCulture));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
