using PhonePop.Ami.Calls;
using PhonePop.Ami.Queues;
using PhonePop.Server.Live;

namespace PhonePop.Server.Pbx;

/// <summary>Measures how long the model took from a PBX's bytes to the change of a call, and passes everything on.</summary>
internal sealed class LagObserver(ICallObserver next, LiveMetrics metrics, TimeProvider clock) : ICallObserver
{
    /// <inheritdoc />
    public void CallChanged(Call call)
    {
        if (call.ReceivedAt != 0)
        {
            metrics.Modelled(clock.GetElapsedTime(call.ReceivedAt).TotalMilliseconds);
        }

        next.CallChanged(call);
    }

    /// <inheritdoc />
    public void ConversationChanged(Conversation conversation) => next.ConversationChanged(conversation);

    /// <inheritdoc />
    public void PbxChanged(PbxStatus status) => next.PbxChanged(status);

    /// <inheritdoc />
    public void QueueMemberChanged(QueueMember member) => next.QueueMemberChanged(member);
}
