namespace PhonePop.Server.Security;

internal static partial class SecurityLog
{
    [LoggerMessage(500, LogLevel.Information, "Account {UserName} created as {Role}")]
    public static partial void AccountCreated(ILogger logger, string userName, string role);

    [LoggerMessage(501, LogLevel.Warning, "Signing in as {UserName} from {Address} was refused: {Reason}")]
    public static partial void SignInRefused(ILogger logger, string userName, string? address, string reason);
}
