using PhonePop.Server.Live;

namespace PhonePop.Tests.Support;

/// <summary>What a server shows now, in the lines of <see cref="CallTruth"/>.</summary>
internal static class LiveServerCalls
{
    /// <summary>Waits until the board shows this.</summary>
    /// <returns>What it showed last.</returns>
    public static async Task<IReadOnlyList<string>> ShownAsync(this LiveServer server, IReadOnlyList<string> expected, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Until.Patience);
        var board = server.Get<LiveCallBoard>();
        var (_, changes) = board.Subscribe(Audience.Everything, TimeSpan.Zero, patience.Token);
        var shown = Shown(board);
        try
        {
            await using var change = changes.GetAsyncEnumerator(patience.Token);
            while (!shown.SequenceEqual(expected) && await change.MoveNextAsync())
            {
                shown = Shown(board);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time is up: the caller compares.
        }

        return shown;
    }

    private static IReadOnlyList<string> Shown(LiveCallBoard board) => CallTruth.Shown(board.Calls(Audience.Everything).Select(c => c.Call));
}
