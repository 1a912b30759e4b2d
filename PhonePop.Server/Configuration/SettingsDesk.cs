using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using PhonePop.Server.Security;

namespace PhonePop.Server.Configuration;

/// <summary>Who says a setting.</summary>
public enum SettingsOrigin
{
    /// <summary>Nobody: the default holds.</summary>
    Default,

    /// <summary>appsettings.json, user secrets, or what else stands before the settings file. A page may say otherwise.</summary>
    AppSettings,

    /// <summary>The settings file: a page.</summary>
    SettingsFile,

    /// <summary>An environment variable: no page can change it.</summary>
    Environment,

    /// <summary>The command line: no page can change it.</summary>
    CommandLine,
}

/// <summary>One change of the settings file.</summary>
/// <param name="Key">Below <c>PhonePop</c>: <c>Work:WrapUp</c>, <c>Work:Outcomes</c>, <c>Pbxes:main</c>.</param>
/// <param name="Value">What stands there from now on, whole; null: nothing, so that what was said elsewhere or the default holds again.</param>
public sealed record SettingChange(string Key, JsonNode? Value)
{
    /// <summary>A time, as settings write it.</summary>
    public static SettingChange Of(string key, TimeSpan value) => new(key, JsonValue.Create(value.ToString("c", CultureInfo.InvariantCulture)));
}

/// <summary>Settings, as administrators change them by page: checked first, then written, then in force, and noted in the audit log without secrets.</summary>
public sealed class SettingsDesk : IDisposable
{
    private readonly IConfigurationRoot _configuration;
    private readonly CurrentSettings _settings;
    private readonly SettingsFile _file;
    private readonly AuditLog _audit;
    private readonly SemaphoreSlim _changing = new(1, 1);

    internal SettingsDesk(IConfiguration configuration, CurrentSettings settings, SettingsFile file, AuditLog audit) =>
        (_configuration, _settings, _file, _audit) = ((IConfigurationRoot)configuration, settings, file, audit);

    /// <summary>False where there is no place for the file: see <see cref="SettingsFile.Path"/>.</summary>
    public bool CanWrite => _file.Provider is not null;

    /// <summary>Who says a setting; of a list or a section, who is the last to say anything of it.</summary>
    /// <param name="key">Below <c>PhonePop</c>.</param>
    public SettingsOrigin Origin(string key)
    {
        var path = $"PhonePop:{key}";
        return _configuration.Providers.LastOrDefault(p => p.TryGet(path, out _) || p.GetChildKeys([], path).Any()) switch
        {
            null => SettingsOrigin.Default,
            SettingsFileProvider => SettingsOrigin.SettingsFile,
            EnvironmentVariablesConfigurationProvider => SettingsOrigin.Environment,
            CommandLineConfigurationProvider => SettingsOrigin.CommandLine,
            _ => SettingsOrigin.AppSettings,
        };
    }

    /// <summary>True where a page cannot change the setting.</summary>
    public bool IsFixed(string key) => !CanWrite || Origin(key) is SettingsOrigin.Environment or SettingsOrigin.CommandLine;

    /// <summary>True where the file says something of it.</summary>
    public bool IsInFile(string key) => _file.Provider is { } file && (file.TryGet($"PhonePop:{key}", out _) || file.GetChildKeys([], $"PhonePop:{key}").Any());

    /// <summary>Changes the file, and what the server does with it.</summary>
    /// <returns>What is wrong, by key; then nothing has changed.</returns>
    public async Task<IReadOnlyList<SettingsMistake>> ChangeAsync(IReadOnlyList<SettingChange> changes, Actor actor, CancellationToken cancellationToken)
    {
        if (!CanWrite)
        {
            return [new SettingsMistake(SettingsFile.Name, "there is no place for it: the database lies in memory.")];
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            var before = await _file.ReadAsync(cancellationToken);
            var after = (JsonObject)before.DeepClone();
            foreach (var change in changes)
            {
                Apply(after, change);
            }

            if (JsonNode.DeepEquals(before, after))
            {
                return [];
            }

            using var trial = Trial(after);
            if (_settings.Mistakes(trial) is { Count: > 0 } mistakes)
            {
                return mistakes;
            }

            _file.Write(after);
            await _audit.WriteAsync(AuditActions.SettingsChanged, actor, SettingsChanges.Subject(changes), SettingsChanges.Describe(before, after), cancellationToken: CancellationToken.None);
            return [];
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return [_file.Mistake ?? new SettingsMistake(SettingsFile.Name, "this is no JSON: set it right by hand first.")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new SettingsMistake(SettingsFile.Name, $"it cannot be written: {e.Message}")];
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _changing.Dispose();

    private static void Apply(JsonObject root, SettingChange change)
    {
        var parts = $"PhonePop:{change.Key}".Split(':');
        var section = root;
        foreach (var part in parts[..^1])
        {
            if (section[part] is not JsonObject)
            {
                if (change.Value is null)
                {
                    return;
                }

                section[part] = new JsonObject(new JsonNodeOptions { PropertyNameCaseInsensitive = true });
            }

            section = (JsonObject)section[part]!;
        }

        section.Remove(parts[^1]);
        if (change.Value is { } value)
        {
            section[parts[^1]] = value.DeepClone();
        }
    }

    /// <summary>Configuration as it would be with this file.</summary>
    private ConfigurationRoot Trial(JsonObject content)
    {
        using var stream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(content));
        var trial = new JsonStreamConfigurationProvider(new JsonStreamConfigurationSource { Stream = stream });
        return new ConfigurationRoot([.. _configuration.Providers.Select(p => ReferenceEquals(p, _file.Provider) ? trial : (IConfigurationProvider)new StillProvider(p))]);
    }
}
