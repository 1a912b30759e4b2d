namespace PhonePop.Server.Live;

/// <summary>
/// What is true now, for any number of readers. A reader gets the current state and the changes after it together, under one lock,
/// so that no call is missed or seen twice. A slow reader skips states of a call, never the last one: what waits for it is
/// bounded by the number of calls.
/// </summary>
public sealed class LiveCallBoard
{
    /// <summary>Calls that have not ended, oldest first.</summary>
    public IReadOnlyList<LiveCall> Calls(Audience audience) => throw new NotImplementedException();

    /// <summary>The current calls (also those that ended within the last minute are not among them) and the changes from then on, in batches.</summary>
    /// <param name="audience">Whose calls.</param>
    /// <param name="minimumInterval">The least time between two batches: zero for hub and streams, 100 ms for pages (ten renders a second).</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public (IReadOnlyList<LiveCall> Snapshot, IAsyncEnumerable<IReadOnlyList<LiveCall>> Changes) Subscribe(
        Audience audience, TimeSpan minimumInterval, CancellationToken cancellationToken) => throw new NotImplementedException();
}
