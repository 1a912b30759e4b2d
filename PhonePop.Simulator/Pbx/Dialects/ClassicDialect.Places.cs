using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx.Dialects;

// Pickup, parking, conferences, spies.
internal sealed partial class ClassicDialect
{
    private const int ParkingSeconds = 45;

    public override void PickedUp(SimChannel picker, SimChannel picked) =>
        Tell(AmiText.Event("Pickup", "call").Add("Channel", picker.Name).Add("TargetChannel", picked.Name));

    public override void Parked(SimChannel parkee, SimChannel parker, string space) =>
        Tell(Parking("ParkedCall", parkee, space, text => text.Add("From", parker.Name).Add("Timeout", ParkingSeconds)));

    public override void Unparked(SimChannel parkee, SimChannel parker, SimChannel retriever, string space) =>
        Tell(Parking("UnParkedCall", parkee, space, text => text.Add("From", retriever.Name)));

    public override void ParkingTimedOut(SimChannel parkee, SimChannel parker, string space) => Tell(Parking("ParkedCallTimeOut", parkee, space, text => text));

    public override void ParkedGaveUp(SimChannel parkee, SimChannel parker, string space) => Tell(Parking("ParkedCallGiveUp", parkee, space, text => text));

    public override void ConferenceStarted(SimChannel first, SimBridge room) => Tell(AmiText.Event("ConfbridgeStart", "call").Add("Conference", room.Name));

    public override void ConferenceJoined(SimChannel channel, SimBridge room) => Tell(Conference("ConfbridgeJoin", channel, room));

    public override void ConferenceLeft(SimChannel channel, SimBridge room) => Tell(Conference("ConfbridgeLeave", channel, room));

    public override void ConferenceEnded(SimChannel last, SimBridge room) => Tell(AmiText.Event("ConfbridgeEnd", "call").Add("Conference", room.Name));

    public override void SpyStarted(SimChannel spy, SimChannel on) =>
        Tell(AmiText.Event("ChanSpyStart", "call").Add("SpyerChannel", spy.Name).Add("SpyeeChannel", on.Name));

    public override void SpyStopped(SimChannel spy) => Tell(AmiText.Event("ChanSpyStop", "call").Add("SpyeeChannel", spy.Name));

    private static AmiText Parking(string name, SimChannel parkee, string space, Func<AmiText, AmiText> more) =>
        Lines(more(AmiText.Event(name, "call").Add("Exten", space).Add("Channel", parkee.Name).Add("Parkinglot", "default")), parkee)
            .Add("UniqueID", parkee.Uniqueid);

    private static AmiText Conference(string name, SimChannel channel, SimBridge room) => AmiText.Event(name, "call").Add("Channel", channel.Name)
        .Add("Uniqueid", channel.Uniqueid).Add("Conference", room.Name).Add("CallerIDnum", channel.Number).Add("CallerIDname", channel.CallerName);
}
