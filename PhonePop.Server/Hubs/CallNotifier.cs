using Microsoft.AspNetCore.SignalR;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Personal;
using PhonePop.Server.Presence;

namespace PhonePop.Server.Hubs;

/// <summary>From the boards to the hub's groups, without delay. Nobody else calls the hub.</summary>
internal sealed class CallNotifier(
    IHubContext<PhoneHub, IPhoneClient> hub, LiveCallBoard calls, ConversationBoard conversations, PbxBoard pbxes, PresenceBoard operators, ReachBoard reach,
    PhoneNumberReader numbers, IOperatorNames names, PopJournal journal, PersonalSettingsStore settings, PopDelays delays, LiveMetrics metrics, TimeProvider clock, ILogger<CallNotifier> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _pumps = Task.CompletedTask;

    // Subscribed before the server takes its first connection: no change goes by between a client's snapshot and the first one sent.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var supervisors = hub.Clients.Group(Audience.EverythingGroup);
        _pumps = Task.WhenAll(
            PumpAsync(calls.Subscribe(Audience.Everything, TimeSpan.Zero, _stop.Token).Changes, SendAsync),
            PumpAsync(conversations.Subscribe(TimeSpan.Zero, _stop.Token).Changes, c => supervisors.ConversationChanged(ConversationDto.From(c, numbers, names))),
            PumpAsync(pbxes.Subscribe(TimeSpan.Zero, _stop.Token).Changes, p => supervisors.PbxChanged(PbxDto.From(p, delays))),
            PumpAsync(operators.Subscribe(TimeSpan.Zero, _stop.Token), supervisors.OperatorChanged));
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

    // Both groups in one call: the message is serialised once. Nobody is in both.
    private async Task SendAsync(LiveCall call)
    {
        var dto = CallDto.From(call, clock);
        if (dto.AgeMs is { } age)
        {
            metrics.Sent(age);
        }

        await hub.Clients.Groups(Audience.OperatorGroup(call.Call.Pbx, call.Call.Extension), Audience.EverythingGroup).CallChanged(dto);
        journal.Pushed(call, dto.AgeMs);
    }

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
