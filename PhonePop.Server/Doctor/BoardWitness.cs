using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Server.Doctor;

/// <summary>Inside the running server: what its own pipeline, hub and browsers make of the call.</summary>
internal sealed class BoardWitness(LiveCallBoard calls, PopJournal journal, HubPresence presence, OperatorDirectory accounts, MatchFinder matches) : ICallWitness
{
    public bool SeesScreens => true;

    public async IAsyncEnumerable<Evidence> WatchAsync(string pbx, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var evidence = Channel.CreateBounded<Evidence>(256);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pumps = Task.WhenAll(EndAsync(CallsAsync(pbx, evidence.Writer, stop.Token), evidence.Writer), EndAsync(PopsAsync(evidence.Writer, stop.Token), evidence.Writer));
        try
        {
            await foreach (var one in evidence.Reader.ReadAllAsync(stop.Token))
            {
                yield return one;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pumps;
        }
    }

    // Whoever reads must hear of it when one of the two breaks off.
    private static async Task EndAsync(Task pump, ChannelWriter<Evidence> evidence)
    {
        try
        {
            await pump;
        }
        catch (Exception e)
        {
            evidence.TryComplete(e);
        }
    }

    private async Task CallsAsync(string pbx, ChannelWriter<Evidence> evidence, CancellationToken cancellationToken)
    {
        var (now, changes) = calls.Subscribe(Audience.Everything, TimeSpan.Zero, cancellationToken);
        await TellAsync(now);
        await foreach (var batch in changes)
        {
            await TellAsync(batch);
        }

        async Task TellAsync(IReadOnlyList<LiveCall> batch)
        {
            foreach (var live in batch.Where(c => c.Call.Pbx == pbx && c.Call.Direction != CallDirection.Outbound))
            {
                await evidence.WriteAsync(new Seen(live.Call, SeatOf(live.Call), matches.Explain(live.Call.Party, live.Match)), cancellationToken);
                if (journal.Find(live.Call.Id) is { } pop)
                {
                    await evidence.WriteAsync(new Popped(pop), cancellationToken); // it may have been pushed before we were told of it
                }
            }
        }
    }

    private async Task PopsAsync(ChannelWriter<Evidence> evidence, CancellationToken cancellationToken)
    {
        await foreach (var batch in journal.Subscribe(cancellationToken).Changes)
        {
            foreach (var pop in batch)
            {
                await evidence.WriteAsync(new Popped(pop), cancellationToken);
            }
        }
    }

    private Seat SeatOf(Call call) => new(accounts.FindAccount(call.Pbx, call.Extension), presence.Count(call.Pbx, call.Extension));
}
