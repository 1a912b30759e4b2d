using PhonePop.Ami.Queues;

namespace PhonePop.Ami.Calls;

/// <summary>
/// Is told what changed, in order, by the thread that reads the PBX. Implementations must not block or throw: they take the
/// immutable record, put it where their readers find it, and return.
/// </summary>
public interface ICallObserver
{
    /// <summary>A call is new or has changed. <see cref="Call.IsFinal"/> marks the last one of its id.</summary>
    void CallChanged(Call call);

    /// <summary>A conversation is new or has changed. <see cref="ConversationState.Ended"/> marks the last one of its id.</summary>
    void ConversationChanged(Conversation conversation);

    /// <summary>The link to the PBX has changed.</summary>
    void PbxChanged(PbxStatus status);

    /// <summary>A member of a queue is new or has changed; <see cref="QueueMember.IsGone"/> marks the last of its id. Who watches calls alone leaves it out.</summary>
    void QueueMemberChanged(QueueMember member)
    {
    }
}
