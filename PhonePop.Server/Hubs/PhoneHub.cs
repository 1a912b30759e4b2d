using Microsoft.AspNetCore.SignalR;
using PhonePop.Server.Live;
using PhonePop.Server.Personal;
using PhonePop.Server.Presence;
using PhonePop.Server.Security;

namespace PhonePop.Server.Hubs;

/// <summary>Calls as they happen. Which groups a client is in, the server decides from who is signed in.</summary>
public sealed class PhoneHub(
    LiveCallBoard board, LiveCallPipeline pipeline, PopJournal journal, PopDelays delays, HubPresence presence, ReachBoard reach, PersonalSettingsStore settings,
    LiveMetrics metrics, HubClients clients, TimeProvider clock) : Hub<IPhoneClient>
{
    private const double LongestDelay = 10 * 60 * 1000;

    /// <inheritdoc />
    public override async Task OnConnectedAsync()
    {
        var viewer = Viewer.From(Context.User!);

        // Joined before the snapshot is taken: a change in between comes twice rather than never, and the version tells.
        clients.Join(Context.ConnectionId, viewer.Audience);

        // Settings go first: a call that must not pop would otherwise flash by.
        await Groups.AddToGroupAsync(Context.ConnectionId, Audience.UserGroup(viewer.Id), Context.ConnectionAborted);
        await Clients.Caller.Settings(await settings.FindAsync(viewer.Id, Context.ConnectionAborted));
        await Resync();
        presence.Join(Context.ConnectionId, viewer.OwnAudience);
        await base.OnConnectedAsync();
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        presence.Leave(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Sends the snapshot again: to a browser tab that slept and may have missed something.</summary>
    public Task Resync() =>
        Clients.Caller.Snapshot([.. board.Calls(Viewer.From(Context.User!).Audience).Select(c => CallDto.From(c, clock))]);

    /// <summary>The client showed a notification so many milliseconds after the PBX's bytes.</summary>
    public void Shown(string callId, double milliseconds)
    {
        var call = Visible(callId);
        if (milliseconds is >= 0 and <= LongestDelay)
        {
            metrics.Shown(milliseconds);
            if (Viewer.From(Context.User!).OwnAudience.Sees(call.Call.Pbx, call.Call.Extension))
            {
                journal.Shown(call, milliseconds);
                delays.Add(call.Call.Pbx, milliseconds);
            }
        }
    }

    /// <summary>A step of the ladder has happened in this browser, so many milliseconds after the PBX's bytes.</summary>
    public void ShownBy(string callId, PopStep step, double milliseconds)
    {
        var call = Visible(callId);
        if (milliseconds is >= 0 and <= LongestDelay && Viewer.From(Context.User!).OwnAudience.Sees(call.Call.Pbx, call.Call.Extension))
        {
            journal.ShownBy(call, step, milliseconds);
            metrics.ShownBy(step, milliseconds);
            reach.Acknowledged(call.Call.Pbx, call.Call.Extension, callId, step, milliseconds);
        }
    }

    /// <summary>How this browser stands to notifications, whenever that changes.</summary>
    public void Reach(NotificationState notifications) => presence.Report(Context.ConnectionId, notifications);

    /// <summary>A step of the ladder has happened for a test pop in this browser, so many milliseconds after it came.</summary>
    public void TestShown(string testId, PopStep step, double milliseconds)
    {
        if (milliseconds is >= 0 and <= LongestDelay && Viewer.From(Context.User!).OwnAudience is { Pbx: { Length: > 0 } pbx, Extension: { Length: > 0 } extension })
        {
            reach.TestAcknowledged(pbx, extension, testId, step, milliseconds);
        }
    }

    /// <summary>The operator closed the pop: it is closed in their other browsers, too. Somebody else's pop stays.</summary>
    public void Dismiss(string callId)
    {
        var call = Visible(callId);
        if (Viewer.From(Context.User!).OwnAudience.Sees(call.Call.Pbx, call.Call.Extension))
        {
            pipeline.Dismiss(callId);
        }
    }

    /// <summary>The operator has opened the card: the pop is withdrawn in their other browsers. Unlike a dismissed one it comes back when the call rings anew.</summary>
    public Task Opened(string callId)
    {
        Visible(callId);
        return Clients.OthersInGroup(Audience.UserGroup(Viewer.From(Context.User!).Id)).Opened(callId);
    }

    // An unknown call and somebody else's give the same answer: ids are no secret worth guessing at.
    private LiveCall Visible(string callId) =>
        board.Find(callId) is { } call && Viewer.From(Context.User!).Audience.Sees(call.Call.Pbx, call.Call.Extension)
            ? call
            : throw new HubException("No such call.");
}
