namespace PhonePop.Server.Customers;

internal static partial class CustomersLog
{
    [LoggerMessage(300, LogLevel.Warning, "Look-up {Lookup} failed for {Number}; the call is shown without a customer until it changes")]
    public static partial void LookupFailed(ILogger logger, Exception exception, string lookup, string number);

    [LoggerMessage(301, LogLevel.Information, "Imported customers: {Created} new, {Updated} updated, {Rejected} rows left out")]
    public static partial void Imported(ILogger logger, int created, int updated, int rejected);

    [LoggerMessage(302, LogLevel.Warning, "The look-up of {Number} in the other system failed: {Reason}")]
    public static partial void OtherSystemFailed(ILogger logger, string number, string reason);

    [LoggerMessage(303, LogLevel.Error, "The import broke off; what was taken until then stays")]
    public static partial void ImportFailed(ILogger logger, Exception exception);

    [LoggerMessage(304, LogLevel.Information, "Makes {Index}, which an import left out; search of customers is slow until then")]
    public static partial void MakesIndex(ILogger logger, string? index);

    [LoggerMessage(305, LogLevel.Warning, "The indices of customers' names and companies could not be made; search is slow until the next start makes them")]
    public static partial void SearchIndicesNotMade(ILogger logger, Exception? exception);
}
