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
        try
        {
            return Provider = new SettingsFileProvider(Source(isFollowed: true));
        }
        catch (IOException)
        {
            // This machine has no more watchers to give. What a page writes is read at once all the same.
            return Provider = new SettingsFileProvider(Source(isFollowed: false));
        }
    }

    private JsonConfigurationSource Source(bool isFollowed) =>
        new() { FileProvider = new PhysicalFileProvider(folder, ExclusionFilters.None), Path = SettingsFile.Name, Optional = true, ReloadOnChange = isFollowed };
}

/// <summary>Unlike the framework's it keeps what it has when the file is no JSON any more: half a file must not cost the PBXs.</summary>
internal sealed class SettingsFileProvider(JsonConfigurationSource source) : JsonConfigurationProvider(source)
{
    /// <summary>False where the file is read at the start and after pages alone.</summary>
    public bool IsFollowed => Source.ReloadOnChange;

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
        (Source.FileProvider as IDisposable)?.Dispose(); // with its watcher, of which a machine has few
    }
}
