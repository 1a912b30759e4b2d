using PhonePop.Simulator.Replay;

namespace PhonePop.Tests.Support;

/// <summary>The recordings beside the tests.</summary>
internal static class Recordings
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Transcripts");

    /// <summary>All of them, as <c>22.10.1/01-inbound-answered</c>.</summary>
    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder, "*.ami", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => Path.ChangeExtension(Path.GetRelativePath(Folder, file), null).Replace('\\', '/'));

    /// <summary>All of them, for a theory.</summary>
    public static TheoryData<string> All() => [.. Names()];

    /// <summary>What the server sent, byte for byte.</summary>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".ami"));

    public static Task<Recording> LoadAsync(string name, CancellationToken cancellationToken) => Recording.LoadAsync(Path.Combine(Folder, name + ".ami"), cancellationToken);
}
