namespace PhonePop.Server.Live;

/// <summary>For those who follow a board for as long as the server runs.</summary>
internal static class Following
{
    /// <summary>
    /// Hands on each change until it is cancelled. What one change breaks is logged, and the next is handed on all the same: a follower that ends beside others
    /// that go on would be missed by nobody.
    /// </summary>
    public static async Task FollowAsync<T>(this IAsyncEnumerable<IReadOnlyList<T>> changes, Action<T> take, ILogger logger, CancellationToken cancellationToken)
    {
        await foreach (var batch in changes.WithCancellation(cancellationToken))
        {
            foreach (var change in batch)
            {
                try
                {
                    take(change);
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested)
                {
                    LiveLog.ChangeFailed(logger, e, typeof(T).Name);
                }
            }
        }
    }
}
