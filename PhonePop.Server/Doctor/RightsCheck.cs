using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>What became of an action that was tried.</summary>
internal enum Tried
{
    /// <summary>Answered.</summary>
    Works,

    /// <summary>The account lacks the right.</summary>
    Refused,

    /// <summary>This Asterisk does not have it: too old, or its module is not loaded.</summary>
    Absent,

    /// <summary>No answer in time.</summary>
    Silent,
}

/// <summary>Names the rights that the account has and lacks by trying each action that PhonePop uses or may use.</summary>
internal sealed class RightsCheck(PbxOptions pbx, AmiSession session)
{
    // What could change the PBX: PhonePop needs none of it.
    private static readonly string[] TooMuch = ["Command", "Originate", "Redirect", "UpdateConfig", "Setvar", "DBPut", "ModuleLoad", "Reload"];

    private readonly Dictionary<string, AmiListResult?> _lists = new(StringComparer.Ordinal);

    public async Task<Check> RunAsync(CancellationToken cancellationToken)
    {
        var commands = await CommandsAsync(cancellationToken);
        var channels = await TryListAsync(AmiAction.CoreShowChannels.Name, cancellationToken);
        var settings = await TryAsync(AmiAction.CoreSettings, cancellationToken);
        var queues = await TryListAsync("QueueStatus", cancellationToken);
        var bridges = session.Version.HasBridgeEvents ? await TryListAsync("BridgeList", cancellationToken) : Tried.Absent;
        var parked = await TryListAsync("ParkedCalls", cancellationToken);
        var mask = await TryAsync(AmiAction.Events(CallMonitorMask), cancellationToken);
        var lines = new List<CheckLine>
        {
            Line("CoreShowChannels", channels, commands, t => t.DoctorCostChannels),
            Line("CoreSettings", settings, commands, t => t.DoctorCostSettings),
            Line("Events", mask, commands, t => t.DoctorCostEvents),
            Line("QueueStatus", queues, commands, t => t.DoctorCostQueues),
            Line("ParkedCalls", parked, commands, t => t.DoctorCostParked, isNeeded: false),
        };
        if (session.Version.HasBridgeEvents)
        {
            lines.Add(Line("BridgeList", bridges, commands, t => t.DoctorCostBridges));
        }

        if (pbx.FilterEvents)
        {
            var filter = commands is null ? Tried.Silent : commands.Find("Filter") is null ? Tried.Refused : Tried.Works; // not tried: a filter would stay for this whole connection
            lines.Add(Line("Filter", filter, commands, t => t.DoctorCostFilter, isNeeded: false));
        }

        var more = pbx.ControlEnabled || commands is null ? [] : TooMuch.Where(action => commands.Find(action) is not null).ToList();
        if (more.Count > 0)
        {
            lines.Add(new(CheckState.Skipped, t => t.DoctorMayMore(string.Join(", ", more))));
        }

        if (channels != Tried.Works && pbx.Mode == PbxMode.SnapshotsOnly)
        {
            return new Check(CheckId.Rights, CheckState.Failed, t => t.DoctorListsNeeded, t => t.DoctorRightsAdvice) { Lines = lines };
        }

        return lines.Exists(l => l.State == CheckState.Warning)
            ? new Check(CheckId.Rights, CheckState.Warning, t => t.DoctorRightsLack, t => t.DoctorRightsAdvice) { Lines = lines }
            : new Check(CheckId.Rights, CheckState.Ok, t => t.DoctorRightsEnough) { Lines = lines };
    }

    private string CallMonitorMask => CallMonitorService.Options(pbx).Ami.EventMask ?? "on";

    /// <summary>The rows of a list, or none where it is refused, absent or late. Each list is asked for once.</summary>
    public async Task<IReadOnlyList<AmiRecord>> RowsAsync(string action, CancellationToken cancellationToken) =>
        await ListAsync(action, cancellationToken) is { Success: true } list ? list.Rows : [];

    private async Task<Tried> TryListAsync(string action, CancellationToken cancellationToken) => Judge((await ListAsync(action, cancellationToken))?.Response);

    private async Task<AmiListResult?> ListAsync(string action, CancellationToken cancellationToken)
    {
        if (!_lists.TryGetValue(action, out var known))
        {
            try
            {
                known = await session.SendListAsync(new AmiAction(action), cancellationToken);
            }
            catch (Exception e) when (IsNoAnswer(e))
            {
                known = null;
            }

            _lists[action] = known;
        }

        return known;
    }

    private async Task<Tried> TryAsync(AmiAction action, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(await session.SendAsync(action, cancellationToken));
        }
        catch (Exception e) when (IsNoAnswer(e))
        {
            return Tried.Silent;
        }
    }

    /// <summary>What the account may use, by action, with the rights behind each: the PBX's own word. Null without an answer.</summary>
    private async Task<AmiRecord?> CommandsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await session.SendAsync(AmiAction.ListCommands, cancellationToken) is { Success: true } commands ? commands : null;
        }
        catch (Exception e) when (IsNoAnswer(e))
        {
            return null;
        }
    }

    // A line that breaks is told by the test call; here it is no answer like any other.
    private static bool IsNoAnswer(Exception e) => e is TimeoutException or AmiException or IOException;

    internal static Tried Judge(AmiRecord? answer) => answer switch
    {
        null => Tried.Silent,
        { Success: true } => Tried.Works,
        _ when answer.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase) => Tried.Absent,
        _ when answer.Message.Contains("permission", StringComparison.OrdinalIgnoreCase) => Tried.Refused,
        _ => Tried.Works, // "No such queue" and the like: it was understood, and allowed
    };

    private static CheckLine Line(string action, Tried tried, AmiRecord? commands, Func<Texts, string> cost, bool isNeeded = true) => tried switch
    {
        Tried.Works => new(CheckState.Ok, t => t.DoctorWorks(action, Rights(commands?.Find(action)))),
        Tried.Absent => new(CheckState.Skipped, t => t.DoctorAbsent(action)),
        Tried.Silent => new(isNeeded ? CheckState.Warning : CheckState.Skipped, t => t.DoctorNoAnswer(action, cost(t))),
        _ => new(isNeeded ? CheckState.Warning : CheckState.Skipped, t => t.DoctorDenied(action, cost(t))),
    };

    /// <summary><c>system,reporting,all</c> out of <c>List currently active channels.  (Priv: system,reporting,all)</c>; null where nothing is said, or no right is needed.</summary>
    internal static string? Rights(string? synopsis)
    {
        const string Mark = "(Priv: ";
        var at = synopsis?.LastIndexOf(Mark, StringComparison.Ordinal) ?? -1;
        return at < 0 || synopsis![(at + Mark.Length)..].TrimEnd(')', ' ') is not { Length: > 0 } rights || rights == "<none>" ? null : rights;
    }
}
