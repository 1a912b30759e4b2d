using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace PhonePop.Server.Configuration;

/// <summary>The settings file as a source of configuration, read again when it changes.</summary>
internal sealed class SettingsFileSource(string folder) : IConfigurationSource
{
    /// <summary>The provider that configuration uses now.</summary>
    public SettingsFileProvider? Provider { get; private set; }

    /// <inheritdoc />
    public IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        // Looked at every few seconds instead of watched: the database beside it is written all the time, and each write would wake a watcher of the folder.
        var files = new PhysicalFileProvider(folder, ExclusionFilters.None) { UsePollingFileWatcher = true, UseActivePolling = true };
        return Provider = new SettingsFileProvider(new JsonConfigurationSource { FileProvider = files, Path = SettingsFile.Name, Optional = true, ReloadOnChange = true });
    }
}

/// <summary>Unlike the framework's it keeps what it has when the file is no JSON any more: half a file must not cost the PBXs.</summary>
internal sealed class SettingsFileProvider(JsonConfigurationSource source) : JsonConfigurationProvider(source)
{
    /// <summary>Why the file was not read, or null.</summary>
    public SettingsMistake? Mistake { get; private set; }

    /// <inheritdoc />
    public override void Load(Stream stream)
    {
        try
        {
            base.Load(stream);
            Mistake = null;
        }
        catch (FormatException e)
        {
            // The framework's text repeats what stands there, and that may be a secret.
            var place = e.InnerException is JsonException { LineNumber: { } line } ? $", line {line + 1}" : "";
            Mistake = new SettingsMistake(SettingsFile.Name + place, "this is no JSON with one object in it, or it names a key twice.");
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        (Source.FileProvider as IDisposable)?.Dispose(); // with the timer that looks at it
    }
}
