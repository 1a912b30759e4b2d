using System.Text.Json;
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

    /// <summary>Those of real servers, for a theory: each is a whole story that begins and ends without calls, and people checked its truth.</summary>
    public static TheoryData<string> Stories() => [.. Names().Where(name => !IsKept(name))];

    /// <summary>Of the stories those that lists tell as well as events do, so that one may begin to listen anywhere. The others say in <c>no_list_tells</c> what only events say.</summary>
    public static TheoryData<string> StoriesFromAnywhere() => [.. Names().Where(name => !IsKept(name) && !Description(name).TryGetProperty("no_list_tells", out _))];

    /// <summary>True for what PhonePop recorded and <c>keep-recording.sh</c> put here: it begins and ends in the middle of calls.</summary>
    public static bool IsKept(string name) => name.StartsWith("recorded/", StringComparison.Ordinal);

    /// <summary>Whose devices are operators in a recording: what a kept one says of its PBX, otherwise all names of two to five digits.</summary>
    public static (string Pattern, IReadOnlyDictionary<string, IReadOnlyList<string>> Devices) Operators(string name)
    {
        var described = Description(name);
        var devices = described.TryGetProperty("devices", out var of) ? of.Deserialize<Dictionary<string, IReadOnlyList<string>>>()! : [];
        return (described.TryGetProperty("operator_extensions", out var pattern) ? pattern.GetString()! : @"^\d{2,5}$", devices);
    }

    /// <summary>What the server sent, byte for byte.</summary>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".ami"));

    public static Task<Recording> LoadAsync(string name, CancellationToken cancellationToken) => Recording.LoadAsync(Path.Combine(Folder, name + ".ami"), cancellationToken);

    private static JsonElement Description(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        return json.RootElement.Clone();
    }
}
