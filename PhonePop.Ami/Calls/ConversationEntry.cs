using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>A conversation as the book keeps it: who is in it, and the last record that was published.</summary>
internal sealed class ConversationEntry(string id, DateTimeOffset startedAt)
{
    public string Id { get; } = id;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Real channels in it, in the order in which they joined.</summary>
    public List<Channel> Members { get; } = [];

    public DateTimeOffset? AnsweredAt { get; set; }

    public Conversation? Last { get; set; }
}
