using PhonePop.Simulator.Replay;

namespace PhonePop.Tests.Simulator;

internal static class Transcript
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "Transcripts");

    /// <summary>"22.10.1/01-inbound-answered" and so on: those of real servers.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(Root, "*.ami", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path)[..^4].Replace('\\', '/')).Where(name => !name.StartsWith("recorded/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    // What the simulator's replay cannot do; PhonePop itself is tested with all of them.
    private static readonly string[] NotReplayed =
    [
        "16.28.0/04q-attended-transfer-of-a-freepbx-queue-call-by-feature", // rows tell connected lines that no event told
        "22.10.1/14-forward-302", // rows go on telling the application's first data
        "16.28.0/20-restart-in-mid-call", // the second login is answered before the server has booted: events come in between
    ];

    public static TheoryData<string> AllAsData() => [.. All.Except(NotReplayed)];

    public static string PathOf(string name) => Path.Combine(Root, name + ".ami");

    public static Task<Recording> LoadAsync(string name) => Recording.LoadAsync(PathOf(name), TestContext.Current.CancellationToken);
}
