using PhonePop.Ami.Calls;
using PhonePop.Server.Live;

namespace PhonePop.Server.Pbx;

/// <summary>Takes a PBX that is watched no longer off the boards. What was seen of its calls stays in history.</summary>
internal sealed class PbxFarewell(LiveCallPipeline pipeline, LiveCallBoard calls, ConversationBoard conversations, PbxBoard pbxes, QueueMemberBoard members, TimeProvider clock)
{
    /// <summary>Ends what goes on there, as far as we know: at the moment when nobody looks any more.</summary>
    public void To(string pbx)
    {
        var now = clock.GetUtcNow();
        foreach (var live in calls.Unfinished(pbx))
        {
            pipeline.CallChanged(CallRecall.Closed(live, now).Call with { Uncertain = true });
        }

        foreach (var conversation in conversations.Conversations().Where(c => c.Pbx == pbx))
        {
            pipeline.ConversationChanged(conversation with { State = ConversationState.Ended });
        }

        members.Remove(pbx);
        pbxes.Remove(pbx);
    }
}
