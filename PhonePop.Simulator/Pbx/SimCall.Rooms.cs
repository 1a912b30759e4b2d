namespace PhonePop.Simulator.Pbx;

// What one party does alone: a voice menu, a conference room, listening to others.
public sealed partial class SimCall
{
    private SimBridge? _room;
    private bool _spies;

    /// <summary>The conference room that this call is in, or null.</summary>
    public string? Conference => Look(() => IsOver ? null : _room?.Name);

    /// <summary>Whether the caller hears a voice menu, and nobody rings.</summary>
    public bool IsInMenu { get; private set; }

    internal SimChannel Party => _caller;

    internal SimBridge? Room => IsOver ? null : _room;

    /// <summary>The caller has chosen in the voice menu: phones ring.</summary>
    /// <exception cref="InvalidOperationException">It is in no menu.</exception>
    public void Choose(params IReadOnlyList<string> extensions)
    {
        lock (_switch.Lock)
        {
            if (IsOver || !IsInMenu)
            {
                throw new InvalidOperationException($"Call {Id} is in no menu.");
            }

            IsInMenu = false;
            _caller.Place.Priority = 3;
            Dial(extensions);
        }
    }

    internal void HearMenu()
    {
        IsInMenu = true;
        _switch.SetState(_caller, SimChannelState.Up);
        Runs("BackGround", "welcome");
        _happened($"{Who(_caller)} hears the menu");
    }

    internal void JoinRoom(string room)
    {
        _switch.SetState(_caller, SimChannelState.Up);
        Runs("ConfBridge", room);
        _room = _switch.JoinRoom(_caller, room);
        _happened($"{Who(_caller)} joins conference {room}");
    }

    internal void Spy(SimChannel on)
    {
        _spies = true;
        _switch.SetState(_caller, SimChannelState.Up);
        Runs("ChanSpy", on.Device + ",q");
        _switch.Dialect.SpyStarted(_caller, on);
        _happened($"{Who(_caller)} listens to {Who(on)}");
    }

    private bool IsAlone => IsInMenu || _room is not null || _spies;

    private void HangUpAlone()
    {
        _switch.Dialect.HangupRequested(_caller, HangupCause.Normal);
        if (_room is not null)
        {
            _switch.LeaveRoom(_caller, _room);
        }

        if (_spies)
        {
            _switch.Dialect.SpyStopped(_caller);
        }

        _switch.Dialect.SoftHangup(_caller, 16, null);
        _switch.HangUp(_caller, HangupCause.Normal);
        _happened($"{Who(_caller)} hangs up");
        IsInMenu = false;
        Over();
    }
}
