using Microsoft.AspNetCore.SignalR;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Personal;
using PhonePop.Server.Presence;

namespace PhonePop.Server.Hubs;

/// <summary>From the boards to the hub's groups, without delay. Nobody else calls the hub.</summary>
internal sealed class CallNotifier(
    IHubContext<PhoneHub, IPhoneClient> hub, LiveCallBoard calls, ConversationBoard conversations, PbxBoard pbxes, PresenceBoard operators, ReachBoard reach,
    PhoneNumberReader numbers, IOperatorNames names, PopJournal journal, PersonalSettingsStore settings, PopDelays delays, HubAudiences audiences, LiveMetrics metrics, TimeProvider clock, ILogger<CallNotifier> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Conversation> _sent = new(StringComparer.Ordinal); // conversations as they were told last; one pump's own
    private Task _pumps = Task.CompletedTask;

    // Subscribed before the server takes its first connection: no change goes by between a client's snapshot and the first one sent.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _pumps = Task.WhenAll(
            PumpAsync(calls.Subscribe(Audience.Everything, TimeSpan.Zero, _stop.Token).Changes, SendAsync),
            PumpAsync(conversations.Subscribe(TimeSpan.Zero, _stop.Token).Changes, SendAsync),
            PumpAsync(pbxes.Subscribe(TimeSpan.Zero, _stop.Token).Changes, p => To(a => a.Supervises).PbxChanged(PbxDto.From(p, delays))),
            PumpAsync(operators.Subscribe(TimeSpan.Zero, _stop.Token), o => To(a => a.Supervises && a.Sees(o.Pbx, o.Extension)).OperatorChanged(o)));
        settings.Changed += SettingsChanged;
        reach.TestAsked += SendTest;
        reach.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        settings.Changed -= SettingsChanged;
        reach.TestAsked -= SendTest;
        reach.Stop();
        await _stop.CancelAsync();
        await _pumps.WaitAsync(cancellationToken);
    }

    // Only cancelled: a host may be stopped and disposed at the same time, and a stop must still find the source.
    public void Dispose() => _stop.Cancel();

    // Not awaited: who changed them does not wait for their other browsers.
    private void SettingsChanged(string userId, PersonalSettingsDto changed) => _ = SendSafelyAsync(changed, s => hub.Clients.Group(Audience.UserGroup(userId)).Settings(s));

    // Not awaited: a browser that takes nothing more is what the test is to find.
    private void SendTest(IReadOnlyList<string> connections, TestPop test) => _ = SendSafelyAsync(test, t => hub.Clients.Clients(connections).TestPop(t.Id));

    // All groups that get the same in one call: the message is serialised once. Nobody is in two of them.
    private async Task SendAsync(LiveCall call)
    {
        var dto = CallDto.From(call, clock);
        if (dto.AgeMs is { } age)
        {
            metrics.Sent(age);
        }

        foreach (var mask in (NumberMask[])[NumberMask.Off, NumberMask.On])
        {
            if (Groups(a => a.Mask == mask && a.Sees(call.Call.Pbx, call.Call.Extension)) is { Count: > 0 } groups)
            {
                await hub.Clients.Groups(groups).CallChanged(mask.Hides ? CallDto.From(mask.Of(call), clock) : dto);
            }
        }

        journal.Pushed(call, dto.AgeMs);
    }

    // Each audience by itself: for one it changes, for another it leaves their operators.
    private async Task SendAsync(Conversation conversation)
    {
        var before = _sent.GetValueOrDefault(conversation.Id);
        foreach (var audience in audiences.All)
        {
            if (audience.Group is { } group && ConversationBoard.Seen(audience, before, conversation) is { } seen)
            {
                await hub.Clients.Group(group).ConversationChanged(ConversationDto.From(seen, numbers, names));
            }
        }

        if (conversation.State == ConversationState.Ended)
        {
            _sent.Remove(conversation.Id);
        }
        else
        {
            _sent[conversation.Id] = conversation;
        }
    }

    private IPhoneClient To(Func<Audience, bool> which) => hub.Clients.Groups(Groups(which));

    private List<string> Groups(Func<Audience, bool> which) => [.. audiences.All.Where(which).Select(a => a.Group).OfType<string>()];

    private async Task PumpAsync<T>(IAsyncEnumerable<IReadOnlyList<T>> changes, Func<T, Task> send)
    {
        try
        {
            await foreach (var batch in changes)
            {
                foreach (var change in batch)
                {
                    await SendSafelyAsync(change, send);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task SendSafelyAsync<T>(T change, Func<T, Task> send)
    {
        try
        {
            await send(change);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            HubsLog.SendFailed(logger, e);
        }
    }
}
