using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;

namespace PhonePop.Server.Doctor;

/// <summary>Without a server: the same model on a connection of its own, and the same look-up in the same database.</summary>
internal sealed class MonitorWitness(
    IReadOnlyList<PbxOptions> pbxes, MatchFinder matches, OperatorDirectory accounts, IEnumerable<UserOptions> configured, DatabaseLocation database, TimeProvider clock, ILoggerFactory loggers) : ICallWitness
{
    public bool SeesScreens => false;

    public async IAsyncEnumerable<Evidence> WatchAsync(string pbx, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var calls = new Calls();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var monitor = new CallMonitor(CallMonitorService.Options(pbxes.First(p => p.Name == pbx)), calls, clock, loggers);
        var watching = monitor.RunAsync(stop.Token);
        var matched = new Dictionary<string, MatchFinding>(StringComparer.Ordinal);
        try
        {
            await foreach (var call in calls.Changes.ReadAllAsync(stop.Token))
            {
                if (call.Direction == CallDirection.Outbound)
                {
                    continue;
                }

                var seat = new Seat(AccountOf(call.Pbx, call.Extension), null);
                yield return new Seen(call, seat, matched.GetValueOrDefault(call.Party.Number, MatchFinding.Unknown));
                if (call.Phase == CallPhase.Ringing && !matched.ContainsKey(call.Party.Number))
                {
                    yield return new Seen(call, seat, matched[call.Party.Number] = await FindAsync(call.Party, cancellationToken));
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The doctor looks and changes nothing: a database that is missing is not made.
    private Task<MatchFinding> FindAsync(CallParty party, CancellationToken cancellationToken) =>
        database.File is { } file && !File.Exists(file) ? Task.FromResult(new MatchFinding(MatchKind.NoDatabase)) : matches.FindAsync(party, cancellationToken);

    private string? AccountOf(string pbx, string extension) => accounts.FindAccount(pbx, extension)
        ?? configured.Where(u => u.Extension == extension && (u.Pbx ?? pbx) == pbx).Select(u => u.DisplayName ?? u.UserName).FirstOrDefault();

    private sealed class Calls : ICallObserver
    {
        // What is full drops the oldest: the doctor is interested in the call that rings now.
        private readonly Channel<Call> _changes = Channel.CreateBounded<Call>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });

        public ChannelReader<Call> Changes => _changes.Reader;

        public void CallChanged(Call call) => _changes.Writer.TryWrite(call);

        public void ConversationChanged(Conversation conversation)
        {
        }

        public void PbxChanged(PbxStatus status)
        {
        }
    }
}
