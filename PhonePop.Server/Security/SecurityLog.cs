namespace PhonePop.Server.Security;

internal static partial class SecurityLog
{
    [LoggerMessage(500, LogLevel.Information, "Account {UserName} created as {Role}")]
    public static partial void AccountCreated(ILogger logger, string userName, string role);

    [LoggerMessage(501, LogLevel.Warning, "Signing in as {UserName} from {Address} was refused: {Reason}")]
    public static partial void SignInRefused(ILogger logger, string userName, string? address, string reason);

    [LoggerMessage(502, LogLevel.Warning, "Noting the use of keys and clearing the audit log failed; it is tried again in some minutes")]
    public static partial void KeepingFailed(ILogger logger, Exception exception);
}
