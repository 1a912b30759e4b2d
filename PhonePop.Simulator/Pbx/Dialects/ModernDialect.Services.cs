using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx.Dialects;

// Queues and transfers.
internal partial class ModernDialect
{
    public override void QueueJoined(SimChannel caller, SimQueue queue) =>
        Tell(Queue("QueueCallerJoin", caller, queue).Add("Position", queue.Callers.Count).Add("Count", queue.Callers.Count), "agent");

    public override void QueueLeft(SimChannel caller, SimQueue queue, int position) =>
        Tell(Queue("QueueCallerLeave", caller, queue).Add("Position", position).Add("Count", queue.Callers.Count), "agent");

    public override void QueueAbandoned(SimChannel caller, SimQueue queue, int position, int holdSeconds) =>
        Tell(Queue("QueueCallerAbandon", caller, queue).Add("Position", position).Add("OriginalPosition", position).Add("HoldTime", holdSeconds), "agent");

    public override void MemberChanged(SimQueue queue, string device, string name, int status, SimMember member) =>
        Tell(Member("QueueMemberStatus", queue, device, name, status, member), "agent");

    public override void MemberPaused(SimQueue queue, string device, string name, int status, SimMember member) =>
        Tell(Member("QueueMemberPause", queue, device, name, status, member), "agent");

    // DialBegin shows the leg as it was made, AgentCalled as it will ring: so it comes, in this order.
    public override void AgentCalled(SimChannel caller, SimChannel member, SimQueue queue)
    {
        member.Place.Exten = ExtenOfUncalled;
        var begin = ModernText.Pair("DialBegin", caller, member).Add("DialString", member.Device);
        (member.ConnectedNumber, member.ConnectedName, member.Place.Exten) = (caller.Number, caller.CallerName, caller.Place.Exten);
        Tell(Agent("AgentCalled", caller, member, queue), "agent");
        Tell(begin);
    }

    public override void AgentConnected(SimChannel caller, SimChannel member, SimQueue queue, int holdSeconds) =>
        Tell(Agent("AgentConnect", caller, member, queue).Add("HoldTime", holdSeconds).Add("RingTime", holdSeconds), "agent");

    public override void AgentCompleted(SimChannel caller, SimChannel member, SimQueue queue, int holdSeconds, int talkSeconds, string reason) =>
        Tell(Agent("AgentComplete", caller, member, queue).Add("HoldTime", holdSeconds).Add("TalkTime", talkSeconds).Add("Reason", reason), "agent");

    public override void AgentDidNotAnswer(SimChannel caller, SimChannel member, SimQueue queue, int ringSeconds) =>
        Tell(Agent("AgentRingNoAnswer", caller, member, queue).Add("RingTime", ringSeconds), "agent");

    public override Action BlindTransferring(SimChannel transferer, SimChannel transferee, string extension)
    {
        var text = BlindTransfer(transferer, transferee, extension, "Yes");
        return () => Tell(text);
    }

    public override void BlindTransferredByCode(SimChannel transferer, SimChannel transferee, string extension) =>
        Tell(BlindTransfer(transferer, transferee, extension, "No"));

    // Told after the move, but with what was before.
    public override Action AttendedTransferred(SimChannel original, SimChannel second, SimChannel transferee, SimChannel target)
    {
        var text = AmiText.Event("AttendedTransfer", "call").Add("Result", "Success")
            .AddChannel(original, "OrigTransferer").AddBridge(original.Bridge!, "Orig")
            .AddChannel(second, "SecondTransferer").AddBridge(second.Bridge!, "Second")
            .AddChannel(transferee, "Transferee").AddChannel(target, "TransferTarget")
            .Add("IsExternal", "No").Add("DestType", "Bridge").Add("DestBridgeUniqueid", second.Bridge!.Id);
        return () => Tell(text);
    }

    public override Action AttendedTransferredRinging(SimChannel original, SimChannel second, SimChannel transferee, SimChannel target)
    {
        var text = AmiText.Event("AttendedTransfer", "call").Add("Result", "Success")
            .AddChannel(original, "OrigTransferer").AddBridge(original.Bridge!, "Orig").AddChannel(second, "SecondTransferer")
            .AddChannel(transferee, "Transferee").Add("IsExternal", "Yes").Add("DestType", "App").Add("DestApp", "Dial");
        return () => Tell(text);
    }

    private static AmiText BlindTransfer(SimChannel transferer, SimChannel transferee, string extension, string external) =>
        AmiText.Event("BlindTransfer", "call").Add("Result", "Success")
            .AddChannel(transferer, "Transferer").AddChannel(transferee, "Transferee").AddBridge(transferer.Bridge!)
            .Add("IsExternal", external).Add("Context", "from-internal").Add("Extension", extension);


    private static AmiText Queue(string name, SimChannel caller, SimQueue queue) => ModernText.Event(name, caller, "agent").Add("Queue", queue.Name);

    private static AmiText Member(string name, SimQueue queue, string device, string memberName, int status, SimMember member) => AmiText.Event(name, "agent")
        .Add("Queue", queue.Name).Add("MemberName", memberName).Add("Interface", device).Add("StateInterface", device).Add("Membership", "static")
        .Add("Penalty", 0).Add("CallsTaken", member.CallsTaken).Add("LastCall", member.LastCall).Add("InCall", 0).Add("Status", status)
        .Add("Paused", member.Paused ? 1 : 0).Add("PausedReason", member.PausedReason).Add("Ringinuse", 0);

    private static AmiText Agent(string name, SimChannel caller, SimChannel member, SimQueue queue) =>
        ModernText.Pair(name, caller, member, "agent").Add("Queue", queue.Name).Add("Interface", member.Device).Add("MemberName", member.CallerName);
}
