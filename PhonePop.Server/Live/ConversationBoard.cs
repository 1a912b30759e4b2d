using PhonePop.Ami.Calls;

namespace PhonePop.Server.Live;

/// <summary>The live list of conversations, for supervisors: same shape and promises as <see cref="LiveCallBoard"/>.</summary>
public sealed class ConversationBoard(TimeProvider clock)
{
    private readonly Board<Conversation> _board = new(clock);

    /// <summary>Conversations that go on, oldest first. For the server's own use: all of them, as they are.</summary>
    public IReadOnlyList<Conversation> Conversations() => Conversations(Audience.Everything);

    /// <summary>Those that this audience may see, oldest first.</summary>
    public IReadOnlyList<Conversation> Conversations(Audience audience) => Shown(audience, OldestFirst(_board.Where(audience.Sees)));

    /// <summary>The conversation as it is, for the server's own use; null: it is over, or was never.</summary>
    public Conversation? Find(string id) => _board.Find(id);

    /// <summary>The conversations now, and each change from then on; the last of a conversation has <see cref="ConversationState.Ended"/>. For the server's own use.</summary>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public (IReadOnlyList<Conversation> Snapshot, IAsyncEnumerable<IReadOnlyList<Conversation>> Changes) Subscribe(TimeSpan minimumInterval, CancellationToken cancellationToken) =>
        Subscribe(Audience.Everything, minimumInterval, cancellationToken);

    /// <summary>The same of what this audience may see. One that has left their operators ends for them as it was when they saw it last.</summary>
    public (IReadOnlyList<Conversation> Snapshot, IAsyncEnumerable<IReadOnlyList<Conversation>> Changes) Subscribe(Audience audience, TimeSpan minimumInterval, CancellationToken cancellationToken)
    {
        var (snapshot, changes, _) = _board.Subscribe(audience.Sees, audience.Sees, minimumInterval, cancellationToken, Gone);
        return (Shown(audience, OldestFirst(snapshot)), audience.Mask.Hides ? changes.Select(batch => Shown(audience, batch)) : changes);
    }

    /// <summary>What a change is for this audience: the new state, the end of what they see no longer, or null: nothing.</summary>
    internal static Conversation? Seen(Audience audience, Conversation? before, Conversation now) =>
        audience.Sees(now) ? audience.Mask.Of(now) : before is not null && audience.Sees(before) ? audience.Mask.Of(Gone(before)) : null;

    internal void Publish(Conversation conversation)
    {
        _board.Update(conversation.Id, (_, _) => conversation);
        if (conversation.State == ConversationState.Ended)
        {
            _board.Forget(conversation.Id, conversation);
        }
    }

    private static Conversation Gone(Conversation before) => before with { State = ConversationState.Ended };

    private static IReadOnlyList<Conversation> Shown(Audience audience, IReadOnlyList<Conversation> conversations) => audience.Mask.Hides ? [.. conversations.Select(audience.Mask.Of)] : conversations;

    private static List<Conversation> OldestFirst(List<Conversation> conversations)
    {
        conversations.Sort(static (a, b) => a.StartedAt.CompareTo(b.StartedAt));
        return conversations;
    }
}
