using PhonePop.Ami.Calls;
using PhonePop.Server.Live;

namespace PhonePop.Tests.Support;

/// <summary>Waits for what a server that watches a PBX shows.</summary>
internal static class WatchedServer
{
    /// <summary>Waits until a PBX is so.</summary>
    public static async Task<PbxStatus> PbxAsync(this LiveServer server, Func<PbxStatus, bool> condition)
    {
        using var patience = Patience();
        var (now, changes) = server.Get<PbxBoard>().Subscribe(TimeSpan.Zero, patience.Token);
        if (now.FirstOrDefault(condition) is { } already)
        {
            return already;
        }

        await foreach (var batch in changes)
        {
            if (batch.FirstOrDefault(condition) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("The board has ended.");
    }

    /// <summary>Waits until the current calls are so.</summary>
    public static async Task<IReadOnlyList<LiveCall>> CallsAsync(this LiveServer server, Func<IReadOnlyList<LiveCall>, bool> condition)
    {
        using var patience = Patience();
        var board = server.Get<LiveCallBoard>();
        var (now, changes) = board.Subscribe(Audience.Everything, TimeSpan.Zero, patience.Token);
        if (condition(now))
        {
            return now;
        }

        await foreach (var _ in changes)
        {
            if (board.Calls(Audience.Everything) is var calls && condition(calls))
            {
                return calls;
            }
        }

        throw new InvalidOperationException("The board has ended.");
    }

    /// <summary>Waits until an extension has one call, and that is so.</summary>
    public static async Task<Call> CallAsync(this LiveServer server, string extension, Func<Call, bool> condition)
    {
        var calls = await server.CallsAsync(all => all.Where(c => c.Call.Extension == extension).ToList() is [var only] && condition(only.Call));
        return calls.Single(c => c.Call.Extension == extension).Call;
    }

    /// <summary>Waits for a change of a call. Listens from now on: call it before the change is made.</summary>
    public static Task<LiveCall> CallChangeAsync(this LiveServer server, Func<LiveCall, bool> condition)
    {
        var patience = Patience();
        var (_, changes) = server.Get<LiveCallBoard>().Subscribe(Audience.Everything, TimeSpan.Zero, patience.Token);
        return FindAsync();

        async Task<LiveCall> FindAsync()
        {
            using (patience)
            {
                await foreach (var batch in changes)
                {
                    if (batch.FirstOrDefault(condition) is { } found)
                    {
                        return found;
                    }
                }
            }

            throw new InvalidOperationException("The board has ended.");
        }
    }

    private static CancellationTokenSource Patience()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Until.Patience);
        return patience;
    }
}
