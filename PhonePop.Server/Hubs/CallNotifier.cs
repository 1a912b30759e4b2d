using Microsoft.AspNetCore.SignalR;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Personal;
using PhonePop.Server.Presence;

namespace PhonePop.Server.Hubs;

/// <summary>From the boards to the hub's clients, without delay.</summary>
internal sealed class CallNotifier(
    IHubContext<PhoneHub, IPhoneClient> hub, LiveCallBoard calls, ConversationBoard conversations, PbxBoard pbxes, PresenceBoard operators, ReachBoard reach,
    PhoneNumberReader numbers, IOperatorNames names, PopJournal journal, PersonalSettingsStore settings, PopDelays delays, HubClients clients, LiveMetrics metrics, TimeProvider clock, ILogger<CallNotifier> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Conversation> _sent = new(StringComparer.Ordinal); // conversations as they were told last; one pump's own
    private Task _pumps = Task.CompletedTask;

    // Subscribed before the server takes its first connection: no change goes by between a client's snapshot and the first one sent.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _pumps = Task.WhenAll(
            PumpAsync(conversations.Subscribe(TimeSpan.Zero, _stop.Token).Changes, Send),
            PumpAsync(pbxes.Subscribe(TimeSpan.Zero, _stop.Token).Changes, p => clients.SendSupervisors(_ => true, new(nameof(IPhoneClient.PbxChanged), p.Name), () => PbxDto.From(p, delays))),
            PumpAsync(operators.Subscribe(TimeSpan.Zero, _stop.Token), o => clients.SendSupervisors(a => a.Sees(o.Pbx, o.Extension), new(nameof(IPhoneClient.OperatorChanged), $"{o.Pbx}/{o.Extension}"), () => o)));
        calls.Changed += SendSafely;
        settings.Changed += SettingsChanged;
        reach.TestAsked += SendTest;
        reach.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        calls.Changed -= SendSafely;
        settings.Changed -= SettingsChanged;
        reach.TestAsked -= SendTest;
        reach.Stop();
        await _stop.CancelAsync();
        await _pumps.WaitAsync(cancellationToken);
    }

    // Only cancelled: a host may be stopped and disposed at the same time, and a stop must still find the source.
    public void Dispose() => _stop.Cancel();

    // Not awaited: who changed them does not wait for their other browsers.
    private void SettingsChanged(string userId, PersonalSettingsDto changed) => _ = SendSafelyAsync(hub.Clients.Group(Audience.UserGroup(userId)).Settings(changed));

    // Not awaited: a browser that takes nothing more is what the test is to find.
    private void SendTest(IReadOnlyList<string> connections, TestPop test) => _ = SendSafelyAsync(hub.Clients.Clients(connections).TestPop(test.Id));

    // On the thread that reads the PBX: of all that a ring sets off, the pop goes first. Nothing here waits, whatever the clients do.
    private void SendSafely(LiveCall call)
    {
        try
        {
            Send(call);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            LiveLog.ChangeFailed(logger, e, nameof(LiveCall));
        }
    }

    private void Send(LiveCall call)
    {
        var dto = CallDto.From(call, clock);
        if (dto.AgeMs is { } age)
        {
            metrics.Sent(age);
        }

        var key = new OutboxKey(nameof(IPhoneClient.CallChanged), call.Call.Id);
        clients.Send(call.Call.Pbx, call.Call.Extension, NumberMask.Off, key, () => dto);
        clients.Send(call.Call.Pbx, call.Call.Extension, NumberMask.On, key, () => CallDto.From(NumberMask.On.Of(call), clock));

        journal.Pushed(call, dto.AgeMs);
    }

    // Each audience by itself: for one it changes, for another it leaves their operators.
    private void Send(Conversation conversation)
    {
        var before = _sent.GetValueOrDefault(conversation.Id);
        var key = new OutboxKey(nameof(IPhoneClient.ConversationChanged), conversation.Id);
        foreach (var audience in clients.Supervising)
        {
            if (ConversationBoard.Seen(audience.Audience, before, conversation) is { } seen)
            {
                audience.Send(key, key.Message(ConversationDto.From(seen, numbers, names)));
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

    private async Task PumpAsync<T>(IAsyncEnumerable<IReadOnlyList<T>> changes, Action<T> send)
    {
        try
        {
            await changes.FollowAsync(send, logger, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task SendSafelyAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            HubsLog.SendFailed(logger, e);
        }
    }
}
