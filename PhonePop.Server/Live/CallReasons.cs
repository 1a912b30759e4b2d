namespace PhonePop.Server.Live;

/// <summary>Why calls are, or were, shown as they are: for who may see those calls.</summary>
public sealed class CallReasons(LiveCallBoard calls, CallHistoryStore history)
{
    /// <summary>The reasons, from the board while it knows the call, else from what was kept.</summary>
    /// <returns>False where the call is not this audience's; else the reasons, or null: nothing is known, or no longer.</returns>
    public async Task<(bool MayAsk, WhyDto? Why)> FindAsync(string callId, Audience audience, CancellationToken cancellationToken)
    {
        if (calls.Find(callId) is { } live)
        {
            return audience.Sees(live.Call.Pbx, live.Call.Extension) ? (true, audience.Mask.Of(WhyDto.Of(live))) : (false, null);
        }

        // Where history has let go of the call, nobody can tell whose it was.
        if (audience.Seats is not null && (await history.FindAsync(callId, cancellationToken))?.Call is var call && (call is null || !audience.Sees(call.Pbx, call.Extension)))
        {
            return (call is null, null);
        }

        return (true, await history.WhyAsync(callId, cancellationToken) is { } why ? audience.Mask.Of(why) : null);
    }
}
