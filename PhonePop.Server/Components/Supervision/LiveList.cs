using PhonePop.Ami.Calls;

namespace PhonePop.Server.Components.Supervision;

/// <summary>
/// The rows of the live page: who waits and who talks, oldest first. While it is held (somebody reads it) rows show what they are doing and stay where they are:
/// none comes, goes or changes block. Belongs to one circuit.
/// </summary>
internal sealed class LiveList
{
    private readonly Dictionary<string, Conversation> _all = new(StringComparer.Ordinal);

    /// <summary>Who waits: in a queue or menu, at a ringing phone, or parked.</summary>
    public List<Conversation> Waiting { get; private set; } = [];

    /// <summary>Who talks, holds or dials.</summary>
    public List<Conversation> Talking { get; private set; } = [];

    /// <summary>Every conversation that goes on, whatever the filter.</summary>
    public IReadOnlyCollection<Conversation> All => _all.Values;

    /// <summary>Which of them are shown; set <see cref="Arrange"/> going after a change.</summary>
    public Func<Conversation, bool> Filter { get; set; } = static _ => true;

    /// <summary>True while rows stay where they are.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>How many conversations would come, go or change block.</summary>
    public int HeldChanges { get; private set; }

    /// <summary>True for what is in <see cref="Waiting"/>.</summary>
    public static bool IsWaiting(Conversation c) => c.State is ConversationState.Waiting or ConversationState.Ringing or ConversationState.Parked;

    /// <summary>Takes the newest states.</summary>
    public void Take(IEnumerable<Conversation> changes)
    {
        foreach (var conversation in changes)
        {
            if (conversation.State == ConversationState.Ended)
            {
                _all.Remove(conversation.Id);
            }
            else
            {
                _all[conversation.Id] = conversation;
            }
        }

        Refresh();
    }

    /// <summary>Rows stay from now on.</summary>
    public void Hold() => IsHeld = true;

    /// <summary>Shows what has changed meanwhile.</summary>
    public void Release()
    {
        IsHeld = false;
        Arrange();
    }

    /// <summary>The conversation as it is now, or as it ended; null when it is not shown.</summary>
    public Conversation? Find(string id) => _all.GetValueOrDefault(id) ?? Waiting.Concat(Talking).FirstOrDefault(c => c.Id == id);

    /// <summary>Puts every row where it belongs.</summary>
    public void Arrange()
    {
        (Waiting, Talking) = Sorted();
        HeldChanges = 0;
    }

    private void Refresh()
    {
        if (!IsHeld)
        {
            Arrange();
            return;
        }

        var (waiting, talking) = Sorted();
        HeldChanges = Moved(Waiting, waiting).Union(Moved(Talking, talking)).Count();
        (Waiting, Talking) = (AsTheyAre(Waiting), AsTheyAre(Talking));
    }

    private (List<Conversation> Waiting, List<Conversation> Talking) Sorted()
    {
        var blocks = _all.Values.Where(Filter).OrderBy(c => c.StartedAt).ThenBy(c => c.Id, StringComparer.Ordinal).ToLookup(IsWaiting);
        return ([.. blocks[true]], [.. blocks[false]]);
    }

    private List<Conversation> AsTheyAre(List<Conversation> rows) =>
        rows.ConvertAll(r => _all.GetValueOrDefault(r.Id) ?? (r.State == ConversationState.Ended ? r : r with { State = ConversationState.Ended }));

    private static HashSet<string> Moved(List<Conversation> shown, List<Conversation> wanted)
    {
        var (before, after) = (shown.Select(c => c.Id).ToHashSet(StringComparer.Ordinal), wanted.Select(c => c.Id).ToHashSet(StringComparer.Ordinal));
        before.SymmetricExceptWith(after);
        return before;
    }
}

/// <summary>How long conversations wait.</summary>
internal static class ConversationWaits
{
    /// <summary>True for somebody from outside who has waited longer than the target for an answer. Since when a parked caller is parked nobody says: parked is not measured.</summary>
    public static bool IsLate(this Conversation conversation, DateTimeOffset now, TimeSpan target) =>
        conversation.State is ConversationState.Waiting or ConversationState.Ringing && now - conversation.StartedAt > target && conversation.Participants.Any(p => p.Party.Kind != PartyKind.Internal);
}
