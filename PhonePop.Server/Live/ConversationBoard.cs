using PhonePop.Ami.Calls;

namespace PhonePop.Server.Live;

/// <summary>The live list of conversations, for supervisors: same shape and promises as <see cref="LiveCallBoard"/>.</summary>
public sealed class ConversationBoard(TimeProvider clock)
{
    private readonly Board<Conversation> _board = new(clock);

    /// <summary>Conversations that go on, oldest first.</summary>
    public IReadOnlyList<Conversation> Conversations() => OldestFirst(_board.Where(static _ => true));

    /// <summary>The conversations now, and each change from then on; the last of a conversation has <see cref="ConversationState.Ended"/>.</summary>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public (IReadOnlyList<Conversation> Snapshot, IAsyncEnumerable<IReadOnlyList<Conversation>> Changes) Subscribe(TimeSpan minimumInterval, CancellationToken cancellationToken)
    {
        var (snapshot, changes, _) = _board.Subscribe(static _ => true, static _ => true, minimumInterval, cancellationToken);
        return (OldestFirst(snapshot), changes);
    }

    internal void Publish(Conversation conversation)
    {
        _board.Update(conversation.Id, (_, _) => conversation);
        if (conversation.State == ConversationState.Ended)
        {
            _board.Forget(c => ReferenceEquals(c, conversation));
        }
    }

    private static List<Conversation> OldestFirst(List<Conversation> conversations)
    {
        conversations.Sort(static (a, b) => a.StartedAt.CompareTo(b.StartedAt));
        return conversations;
    }
}
