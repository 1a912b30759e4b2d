using Microsoft.Extensions.Logging;

namespace PhonePop.Ami.Connection;

/// <summary>Everything that this folder logs: 100 to 199.</summary>
static partial class AmiConnectionLog
{
    [LoggerMessage(100, LogLevel.Information, "Connected to {Address}: AMI {Version}.")]
    public static partial void Connected(ILogger logger, string address, string version);

    // A lost connection is expected in the life of a PBX: one line without a stack.
    [LoggerMessage(101, LogLevel.Warning, "No connection to {Address} for {Seconds:0} s: {Reason} It is tried again until it is back; attempts so far: {Attempts}.")]
    public static partial void Lost(ILogger logger, string address, string reason, double seconds, int attempts);

    [LoggerMessage(107, LogLevel.Information, "Connected to {Address} again after {Seconds:0.0} s and {Attempts} attempts: AMI {Version}.")]
    public static partial void Back(ILogger logger, string address, string version, double seconds, int attempts);

    [LoggerMessage(102, LogLevel.Error, "{Address} refused the login of {Username}: {Reason} It is tried again every {DelaySeconds:0} s.")]
    public static partial void LoginRefused(ILogger logger, string address, string username, string reason, double delaySeconds);

    [LoggerMessage(103, LogLevel.Error, "{Exception} in the handler of {What} (failure {Count}); the message is left out.\n{Stack}")]
    public static partial void HandlerFailed(ILogger logger, string exception, string what, long count, string? stack);

    [LoggerMessage(104, LogLevel.Warning, "{Address}: {Limitation}")]
    public static partial void Limited(ILogger logger, string address, string limitation);

    [LoggerMessage(105, LogLevel.Information, "{Address} runs Asterisk {Version}.")]
    public static partial void AsteriskVersion(ILogger logger, string address, string version);

    [LoggerMessage(106, LogLevel.Error, "A session with {Address} failed unexpectedly: {Exception}\n{Stack}")]
    public static partial void Unexpected(ILogger logger, string address, string exception, string? stack);
}
