using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>
/// What an earlier run of the server knew. At start its calls are shown again, uncertain; each PBX's first list then says which go on. While
/// the server lives it notes so now and then, so that a call that ends while it is down is not taken to have lasted for as long.
/// </summary>
public sealed class CallRecall(
    IDbContextFactory<PhonePopDbContext> database, LiveCallBoard board, LiveCallPipeline pipeline, CallHistoryWriter history, PbxBoard pbxes, TimeProvider clock,
    ILogger<CallRecall> logger) : BackgroundService
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(15);

    // A killed server may have shown more states than it wrote: browsers that still have them must take ours for newer.
    private const int UnwrittenVersions = 1_000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _knownUntil = new(StringComparer.Ordinal);

    /// <summary>When an earlier run saw this PBX's calls last; now, where there was none.</summary>
    public DateTimeOffset KnownUntil(string pbx) => _knownUntil.TryGetValue(pbx, out var until) ? until : clock.GetUtcNow();

    /// <summary>Takes up the calls of an earlier run. Those of PBXs that are watched no longer are closed at once.</summary>
    /// <param name="watched">The names of the PBXs.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task LoadAsync(IReadOnlyCollection<string> watched, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        foreach (var row in await db.OpenCalls.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (Read(row) is not { } live)
            {
                continue;
            }

            if (watched.Contains(row.Pbx))
            {
                _knownUntil.AddOrUpdate(row.Pbx, row.SeenAt, (_, other) => other > row.SeenAt ? other : row.SeenAt);
                pipeline.Recall(live with { Version = live.Version + UnwrittenVersions });
            }
            else
            {
                history.Add(Closed(live, row.SeenAt));
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SignOfLife, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await NoteAsync(stoppingToken);
            }
        }
        finally
        {
            await NoteAsync(CancellationToken.None);
        }
    }

    // Only of PBXs that we see: what is uncertain already is known until we saw it.
    private async Task NoteAsync(CancellationToken cancellationToken)
    {
        var seen = pbxes.Pbxes().Where(p => p.State == PbxState.Connected).Select(p => p.Name).ToList();
        if (seen.Count == 0 || board.Calls(Audience.Everything).Count == 0)
        {
            return;
        }

        try
        {
            var now = clock.GetUtcNow().UtcDateTime;
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            await db.OpenCalls.Where(c => seen.Contains(c.Pbx)).ExecuteUpdateAsync(set => set.SetProperty(c => c.SeenAt, now), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LiveLog.SignOfLifeFailed(logger, e.GetBaseException().Message);
        }
    }

    private LiveCall? Read(OpenCall row)
    {
        try
        {
            return OpenCallStore.Read(row);
        }
        catch (JsonException e)
        {
            LiveLog.OpenCallUnreadable(logger, e, row.Id);
            return null;
        }
    }

    /// <summary>The call as it ends when nobody sees its end.</summary>
    internal static LiveCall Closed(LiveCall live, DateTimeOffset seenAt) => live with
    {
        Call = live.Call with
        {
            Phase = CallPhase.Ended,
            EndedAt = live.Call.EndedAt ?? seenAt,
            Outcome = live.Call.Outcome ?? (live.Call.AnsweredAt is not null ? CallOutcome.Answered : live.Call.Direction == CallDirection.Inbound ? CallOutcome.Missed : CallOutcome.NoAnswer),
            IsFinal = true,
        },
    };
}
