using PhonePop.Ami.Channels;
using PhonePop.Ami.Dialects;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Calls;

/// <summary>
/// The model of one PBX: messages in, call changes out. It has no lock and no thread of its own; whoever owns it calls it from one at a time.
/// Every event is looked at by itself, so that a call that begins and ends within one read is not lost.
/// </summary>
internal sealed class CallModel
{
    private readonly SteadyClock _steady;
    private readonly ChannelTable _table;
    private readonly CallBook _calls;
    private readonly ConversationBook _conversations;
    private Dialect _dialect;

    public CallModel(string pbx, OperatorDevices devices, TimeProvider clock, ICallObserver observer)
    {
        _steady = new SteadyClock(clock);
        _table = new ChannelTable(devices, clock, _steady);
        var walk = new GraphWalk();
        _calls = new CallBook(pbx, _table, new Spotter(_table, walk, _steady), _steady, clock, observer);
        _conversations = new ConversationBook(pbx, _table, walk, _calls, clock, observer);
        _calls.Changed = _conversations.NoteChanged;
        _dialect = Dialect.For(2, _table);
    }

    /// <summary>Is told of each correction that a list made: its kind, and the evidence.</summary>
    public Action<string, string>? Repaired
    {
        get => _table.Repaired;
        set => _table.Repaired = value;
    }

    /// <summary>How long until <see cref="RunDeadlines"/> is due, zero or less when it is overdue; null: not at all.</summary>
    public TimeSpan? UntilDeadline => NextDeadline is { } due ? due - _steady.Now : null;

    /// <summary>The time that <see cref="UntilDeadline"/> runs to: while it stays the same, so does the deadline. Null: not at all.</summary>
    public DateTimeOffset? NextDeadline => _calls.NextDeadline;

    /// <summary>Calls that have not ended.</summary>
    public IReadOnlyList<Call> Calls => [.. _calls.Live.Select(static call => call.Last)];

    /// <summary>Conversations that have not ended.</summary>
    public IReadOnlyList<Conversation> Conversations => [.. _conversations.Live];

    /// <summary>How many channels are known.</summary>
    public int ChannelCount => _table.Channels.Count;

    /// <summary>Takes up what an earlier run of the program knew of this PBX; before the first session. See <see cref="CallBook.Recall"/>.</summary>
    public void Recall(IReadOnlyList<Call> known, DateTimeOffset knownUntil) => _calls.Recall(known, knownUntil);

    /// <summary>A new session begins. What an earlier one knew stays until its first list: events cannot tell a crash from a lost connection.</summary>
    public void Open(AmiVersion version)
    {
        var wasClassic = _table.IsClassic;
        _dialect = Dialect.For(version.Major, _table);
        if (_table.IsClassic != wasClassic)
        {
            _table.Clear(); // another Asterisk: nothing of the old one can be confirmed
        }

        _table.BeginSession();
        _calls.Occasion = "connected";
        Look();
    }

    /// <summary>The names of all events that <see cref="Wants"/> is true for, in the words of the PBX that was opened last.</summary>
    public IReadOnlyList<string> EventNames => _dialect.EventNames;

    public bool Wants(ReadOnlySpan<byte> eventName) => _dialect.Wants(eventName);

    public void Apply(AmiMessage message)
    {
        _calls.ReceivedAt = message.ReceivedAt;
        _calls.Event = message;
        try
        {
            _dialect.Apply(message);
            _table.KeepBounded();
            Look();
        }
        finally
        {
            _calls.Event = null; // its bytes are read over
        }
    }

    public void BeginList(bool isFirst) => _table.BeginList(isFirst);

    public void ApplyRow(AmiMessage row)
    {
        // Looked at when the list is complete: half a list shows half a conversation.
        _calls.ReceivedAt = row.ReceivedAt;
        _dialect.ApplyRow(row);
    }

    public void EndList()
    {
        _table.EndList();
        _calls.Occasion = "CoreShowChannels";
        Look();
        EndRecall();
    }

    /// <summary>True for Asterisk 12 and later: only a list of bridges can tell who of the listed channels talk and who wait.</summary>
    public bool HasBridges => !_table.IsClassic;

    /// <summary>A row of a list of bridges, queues or parked calls.</summary>
    public void ApplyOtherRow(AmiMessage row)
    {
        _calls.ReceivedAt = row.ReceivedAt;
        _calls.Occasion = "lists";
        _dialect.ApplyOtherRow(row);
        Look();
    }

    /// <summary>Of which channels only the PBX itself can tell whether they are on hold: asked once the first list of a session is complete.</summary>
    public List<HoldQuestion> HoldQuestions() => _table.HoldQuestions();

    /// <summary>What the PBX answered.</summary>
    public void AnswerHold(in HoldQuestion question, bool isOnHold)
    {
        _calls.Occasion = "holds asked";
        _table.AnswerHold(question, isOnHold);
        Look();
    }

    public void AbandonList()
    {
        _table.AbandonList();
        _calls.Occasion = "list abandoned";
        Look();
    }

    /// <summary>The first list does not come in time: events are believed meanwhile.</summary>
    public void BelieveEvents()
    {
        _table.StopAwaiting();
        _calls.Occasion = "list late";
        Look();
    }

    /// <summary>The PBX gives no list: what only an earlier session knew ends, what this one told stays.</summary>
    public void DoWithoutList()
    {
        _table.SweepEarlierSessions();
        _calls.Occasion = "list refused";
        Look();
        EndRecall();
    }

    public void SetUncertain(bool uncertain)
    {
        _calls.Occasion = uncertain ? "connection lost" : "list complete";
        _calls.SetUncertain(uncertain);
        _conversations.SetUncertain(uncertain);
    }

    public void RunDeadlines()
    {
        _calls.Occasion = "no link followed";
        _calls.RunDeadlines();
        _conversations.Publish();
    }

    private void EndRecall()
    {
        _table.EndRecall();
        _calls.EndRecall();
        _conversations.Publish();
    }

    private void Look()
    {
        if (_table.Touched.Count > 0)
        {
            _conversations.Assign(_table.Touched);
        }

        if (!_table.AwaitsList)
        {
            _calls.EnqueueWaiting();
        }

        foreach (var extension in _table.TouchedExtensions)
        {
            _calls.Enqueue(extension);
        }

        _table.ClearTouched();
        _calls.Run();
        _conversations.Publish();
    }
}
