using System.Globalization;

namespace PhonePop.Simulator.Wire;

/// <summary>Answers that need to know nothing but which Asterisk this is and what time it is there.</summary>
/// <param name="AsteriskVersion">22.10.1</param>
/// <param name="AmiVersion">11.0.0, as in the banner.</param>
/// <param name="Started">When the PBX started.</param>
internal sealed record CommonAnswers(string AsteriskVersion, string AmiVersion, DateTimeOffset Started)
{
    private static readonly (string Name, string Synopsis)[] Commands =
    [
        ("Ping", "Keepalive command.  (Priv: <none>)"),
        ("Events", "Control Event Flow.  (Priv: <none>)"),
        ("Logoff", "Logoff Manager.  (Priv: <none>)"),
        ("Login", "Login Manager.  (Priv: <none>)"),
        ("Challenge", "Generate Challenge for MD5 Auth.  (Priv: <none>)"),
        ("ListCommands", "List available manager commands.  (Priv: <none>)"),
        ("QueueStatus", "Show queue status.  (Priv: <none>)"),
        ("QueueSummary", "Show queue summary.  (Priv: <none>)"),
        ("Status", "List channel status.  (Priv: system,call,reporting,all)"),
        ("CoreSettings", "Show PBX core settings (version etc).  (Priv: system,reporting,all)"),
        ("CoreStatus", "Show PBX core status variables.  (Priv: system,reporting,all)"),
        ("CoreShowChannels", "List currently active channels.  (Priv: system,reporting,all)"),
    ];

    /// <summary>When the PBX started; it may start again.</summary>
    public DateTimeOffset Started { get; set; } = Started;

    /// <summary>Whether the account has the right to filter events, which <c>ListCommands</c> tells.</summary>
    public bool MayFilter { get; init; }

    /// <summary>The old event dialect: Asterisk up to 11. Its manager says 1.x.</summary>
    public bool IsOldDialect => AmiVersion.StartsWith("1.", StringComparison.Ordinal);

    /// <returns>Null when the action is none of these.</returns>
    public AmiText? Answer(ReceivedAction action, int calls, DateTimeOffset now) => action.Name.ToUpperInvariant() switch
    {
        "PING" => AmiText.Response("Success", action.ActionId).Add("Ping", "Pong").Add("Timestamp", Timestamp(now)),
        "EVENTS" => AmiText.Response("Success", action.ActionId).Add("Events", EventClasses.Parse(action.Get("EventMask")).IsOff ? "Off" : "On"),
        "CORESETTINGS" => CoreSettings(action.ActionId),
        "CORESTATUS" => CoreStatus(action.ActionId, calls),
        "FILTER" when !MayFilter => AmiText.Error(action.ActionId, "Permission denied"),
        "LISTCOMMANDS" => ListCommands(action.ActionId),
        _ => null,
    };

    /// <summary>What follows a login. Uptime is sent since 13 or so; 11 says the status only.</summary>
    public AmiText FullyBooted(DateTimeOffset now)
    {
        var booted = AmiText.Event("FullyBooted", "system");
        if (AmiVersion.StartsWith("11.", StringComparison.Ordinal))
        {
            var uptime = (int)(now - Started).TotalSeconds;
            booted.Add("Uptime", uptime).Add("LastReload", uptime);
        }

        return booted.Add("Status", "Fully Booted");
    }

    private static string Timestamp(DateTimeOffset now) => (now.ToUnixTimeMilliseconds() / 1000m).ToString("0.000000", CultureInfo.InvariantCulture);

    private AmiText CoreSettings(string actionId) => AmiText.Response("Success", actionId)
        .Add("AMIversion", AmiVersion).Add("AsteriskVersion", AsteriskVersion).Add("SystemName", "")
        .Add("CoreMaxCalls", 0).Add("CoreMaxLoadAvg", "0.000000").Add("CoreRunUser", "").Add("CoreRunGroup", "")
        .Add("CoreMaxFilehandles", 0).Add("CoreRealTimeEnabled", "No").Add("CoreCDRenabled", "Yes").Add("CoreHTTPenabled", "No");

    private AmiText CoreStatus(string actionId, int calls)
    {
        var date = Started.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var time = Started.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return AmiText.Response("Success", actionId)
            .Add("CoreStartupDate", date).Add("CoreStartupTime", time).Add("CoreReloadDate", date).Add("CoreReloadTime", time)
            .Add("CoreCurrentCalls", calls);
    }

    private AmiText ListCommands(string actionId)
    {
        var answer = AmiText.Response("Success", actionId);
        foreach (var (name, synopsis) in Commands)
        {
            // 11 and 13 leave the synopsis out.
            answer.Add(name, AmiVersion.StartsWith("11.", StringComparison.Ordinal) ? synopsis : synopsis[synopsis.IndexOf("  (", StringComparison.Ordinal)..]);
        }

        if (MayFilter)
        {
            answer.Add("Filter", "(Priv: system,all)");
        }

        return IsOldDialect ? answer : answer.Add("BridgeList", "(Priv: <none>)");
    }
}
