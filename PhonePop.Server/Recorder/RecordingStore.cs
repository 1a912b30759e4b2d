using System.IO.Compression;
using System.Text.Json;
using PhonePop.Ami.Recorder;
using PhonePop.Server.Data;

namespace PhonePop.Server.Recorder;

/// <summary>Saved recordings: two files each, readable by the server's account only, a bounded number for each PBX.</summary>
public sealed class RecordingStore(RecorderOptions options, DatabaseLocation database, IHostEnvironment environment)
{
    // What is said of a recording comes first in its description; the timeline may be long.
    private const int HeadBytes = 16 * 1024;

    private readonly string _folder = options.Folder is { } folder
        ? Path.GetFullPath(folder, environment.ContentRootPath)
        : Path.Combine(Path.GetDirectoryName(database.File) ?? Path.Combine(environment.ContentRootPath, "data"), "recordings");

    /// <summary>The recordings of a PBX, newest first.</summary>
    public IReadOnlyList<SavedRecording> List(string pbx) => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder, "*.ami").Select(file => Find(pbx, Path.GetFileNameWithoutExtension(file))).OfType<SavedRecording>().OrderByDescending(r => r.SavedAt)]
        : [];

    /// <summary>One recording; null when this PBX has none of this name.</summary>
    public SavedRecording? Find(string pbx, string name)
    {
        if (RecordingName.SavedAt(pbx, name) is not { } savedAt)
        {
            return null;
        }

        var (ami, json) = (new FileInfo(PathOf(name, ".ami")), new FileInfo(PathOf(name, ".json")));
        return ami.Exists && json.Exists ? Described(new SavedRecording(name, pbx, savedAt, ami.Length, json.Length)) : null;
    }

    /// <summary>A recording's stream or description, opened. The ending is <c>.ami</c> or <c>.json</c>.</summary>
    /// <exception cref="IOException">It has gone.</exception>
    public Stream Open(SavedRecording recording, string ending) => File.OpenRead(PathOf(recording.Name, ending));

    /// <summary>Both files in one.</summary>
    /// <exception cref="IOException">They have gone.</exception>
    public async Task<byte[]> ZipAsync(SavedRecording recording, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await using (var zip = await ZipArchive.CreateAsync(bytes, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
        {
            foreach (var ending in new[] { ".ami", ".json" })
            {
                await using var entry = await zip.CreateEntry(recording.Name + ending).OpenAsync(cancellationToken);
                await using var file = Open(recording, ending);
                await file.CopyToAsync(entry, cancellationToken);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Writes a recording and lets the oldest ones of its PBX go.</summary>
    /// <exception cref="IOException">The disk does not take it. <see cref="UnauthorizedAccessException"/> means the same.</exception>
    public async Task<SavedRecording> WriteAsync(string pbx, string name, FlightRecording recording, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        // The stream last: a recording without a description is none.
        await WriteAsync(PathOf(name, ".json"), recording.Json, cancellationToken);
        await WriteAsync(PathOf(name, ".ami"), recording.Ami, cancellationToken);
        foreach (var old in List(pbx).Skip(options.KeepFiles))
        {
            Delete(old);
        }

        return Find(pbx, name) ?? throw new IOException($"The recording {name} has gone as soon as it was written.");
    }

    /// <summary>Removes a recording.</summary>
    public void Delete(SavedRecording recording)
    {
        File.Delete(PathOf(recording.Name, ".ami"));
        File.Delete(PathOf(recording.Name, ".json"));
    }

    private string PathOf(string name, string ending) => Path.Combine(_folder, name + ending);

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, create);
        await file.WriteAsync(bytes, cancellationToken);
    }

    private SavedRecording Described(SavedRecording recording)
    {
        try
        {
            using var file = Open(recording, ".json");
            var head = new byte[HeadBytes];
            var json = new Utf8JsonReader(head.AsSpan(0, file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)), isFinalBlock: false, default);
            for (var key = ""; json.Read() && key != "timeline";)
            {
                key = json.TokenType == JsonTokenType.PropertyName ? json.GetString()! : key;
                recording = (json.TokenType, key) switch
                {
                    (JsonTokenType.String, "note") => recording with { Note = json.GetString() },
                    (JsonTokenType.True or JsonTokenType.False, "scrambled") => recording with { Scrambled = json.GetBoolean() },
                    (JsonTokenType.Number, "length_ms") => recording with { Length = TimeSpan.FromMilliseconds(json.GetInt64()) },
                    _ => recording,
                };
            }
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            // Changed by hand, or gone meanwhile: it is listed without a description.
        }

        return recording;
    }
}
