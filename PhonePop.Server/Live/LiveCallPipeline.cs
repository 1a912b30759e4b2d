using System.Threading.Channels;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Queues;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>
/// From the PBX to the board. A ring is published at once, with the number; the look-up runs aside and enriches it as the next version.
/// The observer's methods run on the thread that reads the PBX and only touch memory.
/// </summary>
public sealed class LiveCallPipeline(
    LiveCallBoard calls, ConversationBoard conversations, PbxBoard pbxes, QueueMemberBoard members, CustomerMatcher matcher, PhoneNumberReader numbers, IOperatorNames names,
    CallHistoryWriter history, TimeProvider clock, ILogger<LiveCallPipeline> logger) : BackgroundService, ICallObserver
{
    private const int Lookers = 32; // most of them wait for another system, and a customer whom our own table knows must not wait behind
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);
    private readonly Channel<string> _lookups = Channel.CreateBounded<string>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.Wait });
    private long _lookupsDropped;

    /// <summary>How many look-ups wait.</summary>
    internal long LookupsWaiting => _lookups.Reader.Count;

    /// <summary>How many did not fit.</summary>
    internal long LookupsDropped => Interlocked.Read(ref _lookupsDropped);

    /// <inheritdoc />
    public void CallChanged(Call call)
    {
        var published = calls.Update(call.Id, before => Next(before, call));
        if (published is null)
        {
            return;
        }

        if (published.LookupQueued && published.Match is null)
        {
            Queue(published);
        }

        if (call.IsFinal)
        {
            history.Add(published);
        }
        else
        {
            history.Note(published);
        }
    }

    /// <inheritdoc />
    public void ConversationChanged(Conversation conversation) => conversations.Publish(conversation);

    /// <inheritdoc />
    public void PbxChanged(PbxStatus status) => pbxes.Publish(status);

    /// <inheritdoc />
    public void QueueMemberChanged(QueueMember member) => members.Publish(member);

    /// <summary>The operator has closed the pop of this call.</summary>
    internal void Dismiss(string callId)
    {
        if (calls.Update(callId, before => before is { Dismissed: false } ? before with { Dismissed = true } : null) is { } dismissed)
        {
            dismissed.Notes.Add(new CallNote(clock.GetUtcNow(), CallNoteKind.Dismissed, dismissed.Version, null));
            if (!dismissed.Call.IsFinal)
            {
                history.Note(dismissed);
            }
        }
    }

    /// <summary>Shows a call of an earlier run, uncertain, until a list says whether it goes on.</summary>
    internal void Recall(LiveCall call)
    {
        calls.Recall(Next(null, call.Call)! with { Version = call.Version, Dismissed = call.Dismissed, Notes = call.Notes });
        if (calls.Find(call.Call.Id) is { Match: null } unknown)
        {
            Queue(unknown);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        matcher.Changed += LookUpAgain;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Lookers).Select(_ => LookUpAsync(stoppingToken)));
        }
        finally
        {
            matcher.Changed -= LookUpAgain;
        }
    }

    private LiveCall? Next(LiveCall? before, Call call)
    {
        // What is final stays so: a late repeat must not write over a finished call.
        if (before is { Call.IsFinal: true })
        {
            return null;
        }

        var sameParty = before is not null && before.Call.Party.Number == call.Party.Number && before.Call.Party.Kind == call.Party.Kind;
        var number = sameParty ? null : Number(call.Party);
        var match = sameParty ? before!.Match : IsLookedUp(call) ? matcher.Cached(number!) : CustomerMatch.None;
        return new LiveCall
        {
            Call = call,
            Version = 0,
            OperatorName = names.Find(call.Pbx, call.Extension),
            TransferredFromName = call.TransferredFrom is { } from ? names.Find(call.Pbx, from) : null,
            AnsweredByName = call.AnsweredBy is { } by ? names.Find(call.Pbx, by) : null,
            E164 = sameParty ? before!.E164 : number!.E164,
            Display = sameParty ? before!.Display : Display(call.Party),
            ConsultForDisplay = call.ConsultFor is null ? null : call.ConsultFor == before?.Call.ConsultFor ? before.ConsultForDisplay : Display(call.ConsultFor),
            ConsultForE164 = call.ConsultFor is null ? null : call.ConsultFor == before?.Call.ConsultFor ? before.ConsultForE164 : Number(call.ConsultFor).E164,
            ConsultForCustomer = call.ConsultFor is { Kind: PartyKind.External } held ? matcher.Cached(numbers.Read(held.Number))?.Only : null,
            DidDisplay = call.Did is null ? null : call.Did == before?.Call.Did ? before.DidDisplay : numbers.Display(call.Did),
            Match = match,
            Dismissed = before?.Dismissed ?? false,
            Notes = before?.Notes ?? new CallNotes(),
            LookupQueued = match is null,
        };
    }

    private PhoneNumber Number(CallParty party) => party.Kind == PartyKind.External ? numbers.Read(party.Number) : PhoneNumber.None;

    private string? Display(CallParty party) => party.Kind == PartyKind.External ? numbers.Display(party.Number) : null;

    private static bool IsLookedUp(Call call) => call.Party.Kind == PartyKind.External && call.Party.Number.Length > 0;

    // A call whose look-up waits is queued again at each change; the second finds the answer in the cache.
    private void Queue(LiveCall call)
    {
        if (!_lookups.Writer.TryWrite(call.Call.Id))
        {
            Interlocked.Increment(ref _lookupsDropped);
            LiveLog.LookupsFull(logger, call.Call.Id);
        }
    }

    private async Task LookUpAsync(CancellationToken cancellationToken)
    {
        await foreach (var id in _lookups.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                if (calls.Find(id) is { } live && IsLookedUp(live.Call))
                {
                    var match = await matcher.FindAsync(numbers.Read(live.Call.Party.Number), cancellationToken);
                    if (match is null && live.Match is null && live.Call.Phase != CallPhase.Ended)
                    {
                        _ = AskAgainAsync(live, cancellationToken);
                    }

                    Enrich(live, match);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LiveLog.EnrichFailed(logger, e, id);
            }
        }
    }

    // Nobody could answer (a database that is locked or just waking up): the call must not stay nameless for its whole life.
    private async Task AskAgainAsync(LiveCall live, CancellationToken cancellationToken)
    {
        await Task.Delay(AskAgainAfter, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested)
        {
            Queue(live);
        }
    }

    private void Enrich(LiveCall asked, CustomerMatch? match)
    {
        if (match is null)
        {
            return;
        }

        var enriched = calls.Update(asked.Call.Id, before =>
            before is null || before.Call.Party.Number != asked.Call.Party.Number || Same(before.Match, match) ? null : before with { Match = match, LookupQueued = false });
        enriched?.Notes.Add(new CallNote(clock.GetUtcNow(), CallNoteKind.LookedUp, enriched.Version, enriched.Call.ReceivedAt == 0 ? null : Math.Round(clock.GetElapsedTime(enriched.Call.ReceivedAt).TotalMilliseconds, 1)));
    }

    private static bool Same(CustomerMatch? a, CustomerMatch b) => a is not null && a.Customers.SequenceEqual(b.Customers);

    /// <summary>A customer was added or changed: the calls on the line that have such a number are looked up again.</summary>
    private void LookUpAgain(IReadOnlySet<string>? keys)
    {
        foreach (var live in calls.Calls(Audience.Everything))
        {
            if (IsLookedUp(live.Call) && (keys is null || keys.Contains(numbers.Read(live.Call.Party.Number).Key)))
            {
                Queue(live);
            }
        }
    }
}
