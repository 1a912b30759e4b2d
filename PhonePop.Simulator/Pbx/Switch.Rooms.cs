using System.Globalization;

namespace PhonePop.Simulator.Pbx;

// Conference rooms. Since Asterisk 12 an announcer sits in each: a channel that is nobody.
internal sealed partial class Switch
{
    private readonly Dictionary<string, (SimBridge Bridge, List<SimChannel> Announcer)> _rooms = [];
    private int _announcers;

    public SimBridge JoinRoom(SimChannel channel, string name)
    {
        if (!_rooms.TryGetValue(name, out var room))
        {
            room = _rooms[name] = (NewBridge(SimBridgeKind.Conference, name), []);
            Dialect.ConferenceStarted(channel, room.Bridge);
            if (!Dialect.IsClassic)
            {
                var announcer = string.Create(CultureInfo.InvariantCulture, $"CBAnn/{name}-{_announcers++:x8}");
                room.Announcer.Add(NewHalf(announcer + ";1", "s", SimChannelState.Up, null));
                room.Announcer.Add(NewHalf(announcer + ";2", "s", SimChannelState.Up, room.Announcer[0]));
                Enter(room.Announcer[1], room.Bridge);
            }
        }

        Enter(channel, room.Bridge);
        Dialect.ConferenceJoined(channel, room.Bridge);
        return room.Bridge;
    }

    public void LeaveRoom(SimChannel channel, SimBridge bridge)
    {
        Leave(channel);
        Dialect.ConferenceLeft(channel, bridge);
        var (_, announcer) = _rooms[bridge.Name];
        if (bridge.Members.Exists(member => !announcer.Contains(member)))
        {
            return;
        }

        _rooms.Remove(bridge.Name);
        announcer.ForEach(half => Leave(half));
        Dialect.ConferenceEnded(channel, bridge);
        Destroy(bridge);
        announcer.ForEach(half => HangUp(half, HangupCause.Normal));
    }
}
