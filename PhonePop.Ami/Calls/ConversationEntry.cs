using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>A conversation as the book keeps it: who is in it, and the last record that was published.</summary>
internal sealed class ConversationEntry(string id, DateTimeOffset startedAt) : ChannelGroup
{
    public string Id { get; } = id;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public DateTimeOffset? AnsweredAt { get; set; }

    public Conversation? Last { get; set; }

    /// <summary>It waits to be looked at again.</summary>
    public bool IsQueued { get; set; }
}
