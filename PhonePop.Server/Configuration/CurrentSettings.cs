using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace PhonePop.Server.Configuration;

/// <summary>The settings that hold now. What changes on the disk is read and checked as at the start; with a mistake in it the last good settings stay.</summary>
internal sealed class CurrentSettings : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IConfiguration _configuration;
    private readonly SettingsFile _file;
    private readonly bool _isDevelopment;
    private readonly ILogger<CurrentSettings> _logger;
    private readonly IDisposable _following;
    private volatile PhonePopOptions _value;
    private string? _refused;

    /// <summary>Reads them.</summary>
    /// <exception cref="SettingsException">There are mistakes.</exception>
    public CurrentSettings(IConfiguration configuration, SettingsFile file, IHostEnvironment environment, ILogger<CurrentSettings> logger)
    {
        (_configuration, _file, _isDevelopment, _logger) = (configuration, file, environment.IsDevelopment(), logger);
        AtStart = _value = Read(configuration, null);
        _following = ChangeToken.OnChange(configuration.GetReloadToken, ReadAgain);
    }

    /// <summary>Those that the server started with: where the database is, whether the demo runs.</summary>
    public PhonePopOptions AtStart { get; }

    /// <summary>Those that hold now.</summary>
    public PhonePopOptions Value => _value;

    /// <summary>Others hold now; called on the thread that changed them, one change after the other.</summary>
    public event Action? Changed;

    /// <summary>What would be wrong with these settings.</summary>
    public IReadOnlyList<SettingsMistake> Mistakes(IConfiguration configuration)
    {
        try
        {
            PhonePopOptions.Read(configuration, _isDevelopment, AtStart.IsDemo);
            return [];
        }
        catch (SettingsException e)
        {
            return e.Mistakes;
        }
    }

    /// <summary>True where two parts of settings say the same, lists included.</summary>
    public static bool Same<T>(T a, T b) => JsonSerializer.Serialize(a) == JsonSerializer.Serialize(b);

    /// <inheritdoc />
    public void Dispose() => _following.Dispose();

    private PhonePopOptions Read(IConfiguration configuration, bool? isDemo) =>
        _file.Mistake is { } mistake ? throw new SettingsException([mistake]) : PhonePopOptions.Read(configuration, _isDevelopment, isDemo);

    private void ReadAgain()
    {
        lock (_gate)
        {
            try
            {
                _value = Read(_configuration, AtStart.IsDemo);
                if (_refused is not null)
                {
                    _refused = null;
                    ConfigurationLog.GoodAgain(_logger);
                }
            }
            catch (SettingsException e)
            {
                // Said once: a file that is written in pieces is read several times.
                var why = string.Join("; ", e.Mistakes.Select(m => $"{m.Key}: {m.Message}"));
                if (_refused != why)
                {
                    _refused = why;
                    ConfigurationLog.Refused(_logger, why);
                }

                return;
            }

            Changed?.Invoke();
        }
    }
}

/// <summary>One part of the settings for its owner, who is told when that part changes.</summary>
internal sealed class SettingsPart<T>(CurrentSettings settings, Func<PhonePopOptions, T> part) : IOptionsMonitor<T>
{
    public T CurrentValue => part(settings.Value);

    public T Get(string? name) => CurrentValue;

    public IDisposable OnChange(Action<T, string?> listener)
    {
        var last = CurrentValue;
        void Look()
        {
            var now = CurrentValue;
            if (!CurrentSettings.Same(last, now))
            {
                last = now;
                listener(now, null);
            }
        }

        settings.Changed += Look;
        return new Following(() => settings.Changed -= Look);
    }

    private sealed class Following(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

internal static partial class ConfigurationLog
{
    [LoggerMessage(900, LogLevel.Error, "The settings have changed and hold mistakes: the last good ones stay. {Mistakes}")]
    public static partial void Refused(ILogger logger, string mistakes);

    [LoggerMessage(901, LogLevel.Information, "The settings hold no mistakes any more, and are used as they stand now")]
    public static partial void GoodAgain(ILogger logger);
}
