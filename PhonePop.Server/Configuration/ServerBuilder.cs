using System.Text.Json;

namespace PhonePop.Server.Configuration;

/// <summary>The host before anything of PhonePop is added: with appsettings.json, the environment and the command line.</summary>
public static class ServerBuilder
{
    /// <summary>
    /// Makes it. Installed, the program's own folder is the server's, whichever it is started from. appsettings.json is read once: one that is half written
    /// while the server runs would be taken for an empty one.
    /// </summary>
    /// <exception cref="SettingsException">appsettings.json cannot be read.</exception>
    public static WebApplicationBuilder Create(string[] args)
    {
        var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
                ContentRootPath = published ? AppContext.BaseDirectory : null,
            });
        }
        catch (InvalidDataException e) when (e.InnerException is FormatException)
        {
            // The inner texts repeat what stands there, and that may be a secret.
            var place = e.InnerException.InnerException is JsonException { LineNumber: { } line } ? $" The mistake shows in line {line + 1}." : "";
            throw new SettingsException([new SettingsMistake("appsettings.json", $"{e.Message}{place} It is no JSON with one object in it, or names a key twice.")]);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([new SettingsMistake("appsettings.json", $"{e.Message} The account that PhonePop runs as must be able to read it.")]);
        }
    }
}
