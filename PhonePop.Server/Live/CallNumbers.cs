using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>The number behind a call, for what the server does with it on behalf of somebody who may not read it: look up, add, remember. It is given to nobody.</summary>
public sealed class CallNumbers(LiveCallBoard calls, CallHistoryStore history)
{
    /// <summary>The number of a call that this audience is shown, masked or not.</summary>
    public async Task<string?> FindAsync(LiveCall shown, Audience audience, CancellationToken cancellationToken) =>
        NumberMask.IsMasked(shown.Call.Party.Number) ? await FindAsync(shown.Call.Id, audience, cancellationToken) : shown.E164 ?? shown.Call.Party.Number;

    /// <summary>The number, in E.164 where it can be read; null where the call is unknown, not this audience's, or without a number.</summary>
    public async Task<string?> FindAsync(string callId, Audience audience, CancellationToken cancellationToken)
    {
        var live = calls.Find(callId) ?? await history.FindAsync(callId, cancellationToken);
        return live is not null && audience.Sees(live.Call.Pbx, live.Call.Extension) && (live.E164 ?? live.Call.Party.Number) is { Length: > 0 } number ? number : null;
    }
}
