using PhonePop.Ami.Calls;
using PhonePop.Ami.Queues;
using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Supervision;

/// <summary>A queue, now and today.</summary>
/// <param name="Queue">The queue's name.</param>
/// <param name="Waiting">How many wait.</param>
/// <param name="Since">Since when the first of them has waited, or null.</param>
/// <param name="IsLate">True where somebody waits longer than the target.</param>
/// <param name="Talking">How many of its callers are being talked with.</param>
/// <param name="Members">How many members the viewer may see.</param>
/// <param name="Free">How many of those the queue may ring now.</param>
/// <param name="Day">Today.</param>
internal sealed record QueueRow(string Queue, int Waiting, DateTimeOffset? Since, bool IsLate, int Talking, int Members, int Free, QueueDay Day);

/// <summary>All queues, and what they come to. What is the same is equal, so that a page knows whether it must be drawn again.</summary>
internal sealed record QueuePicture(IReadOnlyList<QueueRow> Queues, QueueRow Total, int Missed)
{
    /// <summary>Before anything was looked at.</summary>
    public static QueuePicture Empty { get; } = new([], Row("", [], [], new QueueDay("", 0, 0, 0, TimeSpan.Zero), default, default), 0);

    /// <inheritdoc />
    public bool Equals(QueuePicture? other) => other is not null && Total == other.Total && Missed == other.Missed && Queues.SequenceEqual(other.Queues);

    /// <inheritdoc />
    public override int GetHashCode() => Total.GetHashCode();

    /// <summary>Puts it together.</summary>
    /// <param name="queue">One queue alone; null: all of them, and the total of everybody, in a queue or not.</param>
    /// <param name="conversations">Those that go on.</param>
    /// <param name="members">The members of all queues.</param>
    /// <param name="days">The queues' day.</param>
    /// <param name="slots">The callers of today, for those who came through no queue.</param>
    /// <param name="free">How many operators are free, whatever their queues.</param>
    /// <param name="now">The time.</param>
    /// <param name="target">Within what time somebody should be answered.</param>
    public static QueuePicture Of(
        string? queue, IReadOnlyList<Conversation> conversations, IReadOnlyList<QueueMember> members, IReadOnlyList<QueueDay> days, IReadOnlyList<CallSlot> slots, int free, DateTimeOffset now, TimeSpan target)
    {
        var (calls, staff, day) = (conversations.ToLookup(c => c.Queue ?? "", StringComparer.Ordinal), members.ToLookup(m => m.Queue, StringComparer.Ordinal), days.ToDictionary(d => d.Queue, StringComparer.Ordinal));
        var names = days.Select(d => d.Queue).Union(staff.Select(s => s.Key)).Union(calls.Where(c => c.Any(IsInQueue)).Select(c => c.Key)).Where(q => q.Length > 0 && (queue is null || q == queue));
        List<QueueRow> rows = [.. names.Order(StringComparer.CurrentCultureIgnoreCase).Select(q => Row(q, calls[q], staff[q], day.GetValueOrDefault(q) ?? new QueueDay(q, 0, 0, 0, TimeSpan.Zero), now, target))];
        if (queue is not null)
        {
            return new QueuePicture(rows, rows is [var only] ? only : Row(queue, [], [], new QueueDay(queue, 0, 0, 0, TimeSpan.Zero), now, target), 0);
        }

        var sum = new QueueDay("", slots.Sum(s => s.Answered), days.Sum(d => d.InTime), days.Sum(d => d.Abandoned), days.Select(d => d.LongestWait).DefaultIfEmpty().Max());
        var total = Row("", conversations, [], sum, now, target) with { Free = free };
        return new QueuePicture(rows, total, slots.Sum(s => s.Missed));
    }

    /// <summary>The share of the callers of all queues who were answered within the target; null before the first.</summary>
    public int? ServiceLevel => Queues.Sum(q => q.Day.Answered + q.Day.Abandoned) is > 0 and var all ? (int)Math.Round(100.0 * Queues.Sum(q => q.Day.InTime) / all) : null;

    private static bool IsInQueue(Conversation c) => c.State is ConversationState.Waiting or ConversationState.Ringing;

    private static QueueRow Row(string queue, IEnumerable<Conversation> conversations, IEnumerable<QueueMember> members, QueueDay day, DateTimeOffset now, TimeSpan target)
    {
        var waiting = conversations.Where(c => IsInQueue(c) && c.Participants.Any(p => p.Party.Kind != PartyKind.Internal)).ToList();
        return new QueueRow(
            queue, waiting.Count, waiting.Select(c => (DateTimeOffset?)c.StartedAt).Min(), waiting.Exists(c => c.IsLate(now, target)),
            conversations.Count(c => c.State is ConversationState.Talking or ConversationState.Held), members.Count(), members.Count(m => m is { State: QueueMemberState.Free, Paused: false }), day);
    }
}
