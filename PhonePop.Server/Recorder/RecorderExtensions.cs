namespace PhonePop.Server.Recorder;

/// <summary>The flight recorders, registered.</summary>
public static class RecorderExtensions
{
    /// <summary>Adds the recorders and the store of what they saved.</summary>
    public static IServiceCollection AddPhonePopRecorder(this IServiceCollection services)
    {
        services.AddSingleton<RecordingStore>();
        services.AddSingleton<FlightRecorders>();
        return services;
    }
}

internal static partial class RecorderLog
{
    [LoggerMessage(800, LogLevel.Information, "{By} saved the recording {Name}: {Bytes} bytes, scrambled: {Scrambled}")]
    public static partial void Saved(ILogger logger, string by, string name, long bytes, bool scrambled);

    [LoggerMessage(801, LogLevel.Information, "{By} removed the recording {Name}")]
    public static partial void Removed(ILogger logger, string by, string name);

    [LoggerMessage(802, LogLevel.Warning, "A recording could not be saved: {Problem}")]
    public static partial void NotSaved(ILogger logger, string problem);
}
