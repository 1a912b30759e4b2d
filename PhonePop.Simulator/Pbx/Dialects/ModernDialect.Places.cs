using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx.Dialects;

// Pickup, forwarding, parking, conferences, spies.
internal partial class ModernDialect
{
    private const int ParkingSeconds = 45;

    public override void PickedUp(SimChannel picker, SimChannel picked) => Tell(ModernText.Event("Pickup", picker).AddChannel(picked, "Target"));

    public override void DialForwarded(SimChannel caller, SimChannel dialled, string to) =>
        Tell(ModernText.Pair("DialEnd", caller, dialled).Add("DialStatus", "CANCEL").Add("Forward", to));

    public override void BridgesMerged(SimBridge to, SimBridge from) =>
        Tell(AmiText.Event("BridgeMerge", "call").AddBridge(to, "To").AddBridge(from, "From"));

    public override void Parked(SimChannel parkee, SimChannel parker, string space) => Tell(Parking("ParkedCall", parkee, parker, space));

    public override void Unparked(SimChannel parkee, SimChannel parker, SimChannel retriever, string space) =>
        Tell(Parking("UnParkedCall", parkee, parker, space).AddChannel(retriever, "Retriever"));

    public override void ParkingTimedOut(SimChannel parkee, SimChannel parker, string space) => Tell(Parking("ParkedCallTimeOut", parkee, parker, space));

    public override void ParkedGaveUp(SimChannel parkee, SimChannel parker, string space) => Tell(Parking("ParkedCallGiveUp", parkee, parker, space));

    public override void ConferenceStarted(SimChannel first, SimBridge room) => Tell(AmiText.Event("ConfbridgeStart", "call").Add("Conference", room.Name).AddBridge(room));

    public override void ConferenceJoined(SimChannel channel, SimBridge room) => Tell(Conference("ConfbridgeJoin", channel, room));

    public override void ConferenceLeft(SimChannel channel, SimBridge room) => Tell(Conference("ConfbridgeLeave", channel, room));

    public override void ConferenceEnded(SimChannel last, SimBridge room) => Tell(AmiText.Event("ConfbridgeEnd", "call").Add("Conference", room.Name).AddBridge(room));

    public override void SpyStarted(SimChannel spy, SimChannel on) =>
        Tell(AmiText.Event("ChanSpyStart", "call").AddChannel(spy, "Spyer").AddChannel(on, "Spyee"));

    public override void SpyStopped(SimChannel spy) => Tell(AmiText.Event("ChanSpyStop", "call").AddChannel(spy, "Spyer"));

    private static AmiText Parking(string name, SimChannel parkee, SimChannel parker, string space) => AmiText.Event(name, "call")
        .AddChannel(parkee, "Parkee").Add("ParkerDialString", parker.Device).Add("Parkinglot", "default")
        .Add("ParkingSpace", space).Add("ParkingTimeout", ParkingSeconds).Add("ParkingDuration", 0);

    private static AmiText Conference(string name, SimChannel channel, SimBridge room) => AmiText.Event(name, "call")
        .Add("Conference", room.Name).AddBridge(room).AddChannel(channel).Add("Admin", "No");
}
