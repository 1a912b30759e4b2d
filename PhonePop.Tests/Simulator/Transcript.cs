using PhonePop.Simulator.Replay;

namespace PhonePop.Tests.Simulator;

internal static class Transcript
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "Transcripts");

    /// <summary>"22.10.1/01-inbound-answered" and so on: those of real servers.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(Root, "*.ami", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path)[..^4].Replace('\\', '/')).Where(name => !name.StartsWith("recorded/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static TheoryData<string> AllAsData() => [.. All];

    public static string PathOf(string name) => Path.Combine(Root, name + ".ami");

    public static Task<Recording> LoadAsync(string name) => Recording.LoadAsync(PathOf(name), TestContext.Current.CancellationToken);
}
