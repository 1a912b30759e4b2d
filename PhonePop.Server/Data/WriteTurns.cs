using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PhonePop.Server.Data;

/// <summary>
/// Lets others write between the transactions of who writes for long. SQLite has one lock for all writing and no queue for it: who looks now and then misses the gaps, and
/// keeps a thread meanwhile. Here they wait for the end of such a transaction without a thread, and who is in it can see that they wait. A statement that writes outside of
/// a transaction is not seen; it looks for a gap.
/// </summary>
public sealed class WriteTurns(TimeProvider clock) : DbTransactionInterceptor, ISaveChangesInterceptor
{
    // Longer than a turn takes on a slow disk. After that SQLite waits, with the limit of the command.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private WriteTurn? _current;

    /// <summary>Says that the transaction that has just begun may take long. To be disposed when it was committed.</summary>
    public WriteTurn Take()
    {
        var turn = new WriteTurn(clock, Ended);
        Volatile.Write(ref _current, turn);
        return turn;
    }

    /// <inheritdoc />
    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        await WaitAsync(cancellationToken);
        return result;
    }

    /// <inheritdoc />
    public async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context?.Database.CurrentTransaction is null)
        {
            await WaitAsync(cancellationToken);
        }

        return result;
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _current) is { } turn)
        {
            await turn.AskAsync(LongestWait, cancellationToken);
        }
    }

    private void Ended(WriteTurn turn) => Interlocked.CompareExchange(ref _current, null, turn);
}

/// <summary>A transaction that takes long; see <see cref="WriteTurns"/>.</summary>
public sealed class WriteTurn : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _clock;
    private readonly Action<WriteTurn> _then;
    private readonly long _began;
    private long _asked;

    internal WriteTurn(TimeProvider clock, Action<WriteTurn> then) => (_clock, _then, _began) = (clock, then, clock.GetTimestamp());

    /// <summary>How long it has lasted.</summary>
    public TimeSpan Lasts => _clock.GetElapsedTime(_began);

    /// <summary>How long the first of the others has waited; zero where nobody does.</summary>
    public TimeSpan Awaited => Volatile.Read(ref _asked) is var asked and not 0 ? _clock.GetElapsedTime(asked) : TimeSpan.Zero;

    /// <inheritdoc />
    public void Dispose()
    {
        _then(this);
        _ended.TrySetResult();
    }

    /// <summary>Waits for its end, or so long; whoever asked goes on in either case.</summary>
    internal async Task AskAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Interlocked.CompareExchange(ref _asked, _clock.GetTimestamp(), 0);
        await _ended.Task.WaitAsync(longest, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
