using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.Json;
using PhonePop.Server.Data;

namespace PhonePop.Server.Configuration;

/// <summary>
/// <c>settings.json</c> beside the database: what administrators set by page. A source of configuration of the same shape as appsettings.json; it goes
/// before that, and the environment and the command line go before it.
/// </summary>
public sealed class SettingsFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "settings.json";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly SettingsFileSource? _source;

    private SettingsFile(string? path, SettingsFileSource? source, SettingsMistake? mistake) => (Path, _source, StartMistake) = (path, source, mistake);

    /// <summary>Where it is; null where there is no place for it, because the database lies in memory.</summary>
    public string? Path { get; }

    /// <summary>Why its last content is not used, or null.</summary>
    public SettingsMistake? Mistake => StartMistake ?? Provider?.Mistake;

    internal SettingsFileProvider? Provider => _source?.Provider;

    private SettingsMistake? StartMistake { get; }

    /// <summary>Adds the file to the configuration, after appsettings and user secrets, before the environment.</summary>
    internal static SettingsFile AddTo(ConfigurationManager configuration, string contentRoot)
    {
        if (PlaceOf(configuration, contentRoot) is not { } path)
        {
            return new SettingsFile(null, null, null);
        }

        try
        {
            var folder = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!).FullName;
            if (File.Exists(path))
            {
                File.OpenRead(path).Dispose();
            }

            var source = new SettingsFileSource(folder);
            var sources = configuration.Sources;
            sources.Insert(sources.IndexOf(sources.OfType<JsonConfigurationSource>().LastOrDefault()!) + 1, source);
            return new SettingsFile(path, source, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SettingsFile(path, null, new SettingsMistake(path, $"it cannot be read: {e.Message}"));
        }
    }

    /// <summary>What the file says; empty where there is none.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal async Task<JsonObject> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
        {
            return new JsonObject(new JsonNodeOptions { PropertyNameCaseInsensitive = true });
        }

        await using var stream = File.OpenRead(Path);
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        return await JsonNode.ParseAsync(stream, new JsonNodeOptions { PropertyNameCaseInsensitive = true }, options, cancellationToken) as JsonObject
            ?? throw new JsonException("An object is expected.");
    }

    /// <summary>Puts this in its place, whole or not at all, readable by the server's own account alone; configuration has it when this returns.</summary>
    /// <exception cref="IOException">The disk does not take it. <see cref="UnauthorizedAccessException"/> means the same.</exception>
    internal void Write(JsonObject content)
    {
        var half = Path + ".new";
        File.Delete(half); // what a killed server left keeps its mode otherwise
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(half, options))
        {
            JsonSerializer.Serialize(stream, content, Written);
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, Path!, overwrite: true);
        Provider!.Load();
    }

    // Read before there are options: what is wrong here the check of the settings says in its turn.
    private static string? PlaceOf(ConfigurationManager configuration, string contentRoot)
    {
        try
        {
            return DatabaseLocation.From(configuration, contentRoot).File is { } database
                ? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(database)!, Name)
                : null;
        }
        catch (DatabaseException)
        {
            return null;
        }
    }
}
