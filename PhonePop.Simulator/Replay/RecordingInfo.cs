using System.Text.Json;

namespace PhonePop.Simulator.Replay;

/// <summary>What the JSON beside a recording says of it.</summary>
internal sealed record RecordingInfo(
    string? AsteriskVersion, IReadOnlyList<ReplayConnection> Connections, IReadOnlyList<ReplayChunk> Chunks, IReadOnlyList<ReplayCheckpoint> Timeline)
{
    public static async Task<RecordingInfo> LoadAsync(string path, int length, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return new RecordingInfo(null, [new(0, length)], [new(0, length)], []);
        }

        try
        {
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
            return Read(json.RootElement, length);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} does not describe a recording: {e.Message}", e);
        }
    }

    private static RecordingInfo Read(JsonElement root, int length)
    {
        var end = 0;
        var chunks = new List<ReplayChunk>();
        foreach (var chunk in root.GetProperty("chunks").EnumerateArray())
        {
            end += chunk[1].GetInt32();
            chunks.Add(new((int)chunk[0].GetDouble(), end));
        }

        var connections = root.GetProperty("connections").EnumerateArray()
            .Select(c => new ReplayConnection(c.GetProperty("start_byte").GetInt32(), Number(c, "closed_at_byte") ?? length)).ToList();
        return new RecordingInfo(Text(root, "asterisk_version"), connections, chunks, [.. root.GetProperty("timeline").EnumerateArray().Select(Checkpoint)]);
    }

    private static ReplayCheckpoint Checkpoint(JsonElement step) => new(
        Text(step, "label") ?? "",
        Number(step, "action_at_byte"),
        Number(step, "at_byte") ?? 0,
        Number(step, "settled_at_byte"),
        [.. step.GetProperty("truth").EnumerateArray().Select(Truth)]);

    private static TruthEntry Truth(JsonElement entry) => new(
        Text(entry, "operator"), Text(entry, "customer"), Text(entry, "from"), Text(entry, "to"),
        Text(entry, "state") ?? "", Text(entry, "queue"), Text(entry, "space"));

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
}
