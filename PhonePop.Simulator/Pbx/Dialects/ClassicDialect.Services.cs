using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx.Dialects;

// Queues and transfers.
internal sealed partial class ClassicDialect
{
    public override void QueueJoined(SimChannel caller, SimQueue queue) => Tell(AmiText.Event("Join", "call").Add("Channel", caller.Name)
        .Add("CallerIDNum", Named(caller.Number)).Add("CallerIDName", Named(caller.CallerName))
        .Add("ConnectedLineNum", Named(caller.ConnectedNumber)).Add("ConnectedLineName", Named(caller.ConnectedName))
        .Add("Queue", queue.Name).Add("Position", queue.Callers.Count).Add("Count", queue.Callers.Count).Add("Uniqueid", caller.Uniqueid));

    public override void QueueLeft(SimChannel caller, SimQueue queue, int position) => Tell(AmiText.Event("Leave", "call").Add("Channel", caller.Name)
        .Add("Queue", queue.Name).Add("Count", queue.Callers.Count).Add("Position", position).Add("Uniqueid", caller.Uniqueid));

    public override void QueueAbandoned(SimChannel caller, SimQueue queue, int position, int holdSeconds) => Tell(
        AmiText.Event("QueueCallerAbandon", "agent").Add("Queue", queue.Name).Add("Uniqueid", caller.Uniqueid)
            .Add("Position", position).Add("OriginalPosition", position).Add("HoldTime", holdSeconds),
        "agent");

    public override void MemberPaused(SimQueue queue, string device, string name, int status, SimMember member) => Tell(
        AmiText.Event("QueueMemberPaused", "agent").Add("Queue", queue.Name).Add("Location", device).Add("MemberName", name)
            .Add("Paused", member.Paused ? 1 : 0).Add("Reason", member.PausedReason),
        "agent");

    // No Dial: without eventwhencalled the ringing phone's connected line is all that tells for whom it rings.
    public override void AgentCalled(SimChannel caller, SimChannel member, SimQueue queue)
    {
        if (eventWhenCalled)
        {
            Tell(
                AmiText.Event("AgentCalled", "agent").Add("Queue", queue.Name).Add("AgentCalled", member.Device).Add("AgentName", member.CallerName)
                    .Add("ChannelCalling", caller.Name).Add("DestinationChannel", member.Name)
                    .Add("CallerIDNum", Named(caller.Number)).Add("CallerIDName", Named(caller.CallerName))
                    .Add("ConnectedLineNum", Named(caller.ConnectedNumber)).Add("ConnectedLineName", Named(caller.ConnectedName))
                    .Add("Context", caller.Place.Context).Add("Extension", caller.Place.Exten).Add("Priority", caller.Place.Priority)
                    .Add("Uniqueid", caller.Uniqueid),
                "agent");
        }

        (member.ConnectedNumber, member.ConnectedName, member.Place.Exten) = (caller.Number, caller.CallerName, caller.Place.Exten);
    }

    public override void AgentConnected(SimChannel caller, SimChannel member, SimQueue queue, int holdSeconds)
    {
        if (eventWhenCalled)
        {
            Tell(Agent("AgentConnect", caller, member, queue, holdSeconds).Add("BridgedChannel", member.Uniqueid).Add("RingTime", holdSeconds), "agent");
        }
    }

    public override void AgentCompleted(SimChannel caller, SimChannel member, SimQueue queue, int holdSeconds, int talkSeconds, string reason)
    {
        if (eventWhenCalled)
        {
            Tell(Agent("AgentComplete", caller, member, queue, holdSeconds).Add("TalkTime", talkSeconds).Add("Reason", reason), "agent");
        }
    }

    // The music is stopped whether or not it played, and twice.
    public override Action BlindTransferring(SimChannel transferer, SimChannel transferee, string extension) => () =>
    {
        MusicStopped(transferee);
        MusicStopped(transferee);
        Tell(Transfer("Blind", transferer, transferee).Add("TransferExten", extension).Add("TransferContext", "from-internal"));
    };

    public override void BlindTransferredByCode(SimChannel transferer, SimChannel transferee, string extension)
    {
    }

    public override void TransferredToParking(SimChannel transferer, SimChannel transferee) =>
        Tell(Transfer("Blind", transferer, transferee).Add("TransferExten", "700").Add("Transfer2Parking", "Yes"));

    public override Action AttendedTransferredRinging(SimChannel original, SimChannel second, SimChannel transferee, SimChannel target)
    {
        Tell(Transfer("Attended", original, second));
        return () => { };
    }

    public override void AgentDidNotAnswer(SimChannel caller, SimChannel member, SimQueue queue, int ringSeconds)
    {
        if (eventWhenCalled)
        {
            Tell(
                AmiText.Event("AgentRingNoAnswer", "agent").Add("Queue", queue.Name).Add("Uniqueid", caller.Uniqueid).Add("Channel", caller.Name)
                    .Add("Member", member.Device).Add("MemberName", member.CallerName).Add("RingTime", ringSeconds),
                "agent");
        }
    }

    public override Action AttendedTransferred(SimChannel original, SimChannel second, SimChannel transferee, SimChannel target)
    {
        Tell(Transfer("Attended", original, second));
        return () => MusicStopped(target);
    }

    private static AmiText Transfer(string type, SimChannel transferer, SimChannel target) => AmiText.Event("Transfer", "call")
        .Add("TransferMethod", "SIP").Add("TransferType", type).Add("Channel", transferer.Name).Add("Uniqueid", transferer.Uniqueid)
        .Add("SIP-Callid", transferer.Uniqueid + "@127.0.0.1").Add("TargetChannel", target.Name).Add("TargetUniqueid", target.Uniqueid);

    private static AmiText Agent(string name, SimChannel caller, SimChannel member, SimQueue queue, int holdSeconds) => AmiText.Event(name, "agent")
        .Add("Queue", queue.Name).Add("Uniqueid", caller.Uniqueid).Add("Channel", member.Name)
        .Add("Member", member.Device).Add("MemberName", member.CallerName).Add("HoldTime", holdSeconds);

    private static string Named(string value) => value.Length == 0 ? "unknown" : value;
}
