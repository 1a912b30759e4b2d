namespace PhonePop.Simulator.Pbx;

// Parking: the other party waits in a space until somebody fetches it.
public sealed partial class SimCall
{
    private string? _space;
    private SimChannel? _parker;

    /// <summary>The parking space, while parked; otherwise null.</summary>
    public string? ParkingSpace => Look(() => IsOver ? null : _space);

    /// <summary>An operator sends the other party to the parking extension, and is out of the call.</summary>
    /// <returns>The space, "701" on.</returns>
    /// <exception cref="InvalidOperationException">The operator does not talk in this call.</exception>
    public string Park(string by)
    {
        lock (_switch.Lock)
        {
            var (parker, parkee) = TalkingDirectly(by);
            if (parker.Extension is null)
            {
                throw new InvalidOperationException("Only an operator can park.");
            }

            TakeBack(parker, parkee);
            CompleteAgent("transfer");
            _space = _switch.Parking.Enter(this);
            _parker = parker;
            if (_switch.Dialect.IsClassic)
            {
                ParkByMasquerade(parker, parkee);
            }
            else
            {
                ParkInBridge(parker, parkee);
            }

            parkee.IsHolding = false;
            parkee.Place.HasPbx = true;
            (_caller, _callee) = (parkee, null);
            _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _happened($"{by} parks {Who(parkee)} in {_space}");
            return _space;
        }
    }

    /// <summary>An operator dials the parking space and has the parked party.</summary>
    /// <exception cref="InvalidOperationException">It is not parked.</exception>
    public void Retrieve(string by)
    {
        lock (_switch.Lock)
        {
            var space = _space ?? throw new InvalidOperationException($"Call {Id} is not parked.");
            var retriever = _switch.NewCaller(by, by, _switch.NameOf(by), space);
            retriever.Place.Application = "ParkedCall";
            _switch.SetState(retriever, SimChannelState.Up);
            _switch.Dialect.Unparked(_caller, _parker!, retriever, space);
            LeaveLot(space);
            _callee = retriever;
            _answeredAt = _switch.Now;
            if (_switch.Dialect.IsClassic)
            {
                (_caller.ConnectedNumber, _caller.ConnectedName) = (retriever.Number, retriever.CallerName);
                (retriever.ConnectedNumber, retriever.ConnectedName) = (_caller.Number, _caller.CallerName);
            }

            _switch.Bridge(retriever, _caller);
            _answered.TrySetResult(by);
            _happened($"{by} fetches {Who(_caller)} from {space}");
        }
    }

    /// <summary>Nobody has fetched the parked party: who parked it is rung.</summary>
    /// <exception cref="InvalidOperationException">It is not parked.</exception>
    public void ParkingTimesOut()
    {
        lock (_switch.Lock)
        {
            var space = _space ?? throw new InvalidOperationException($"Call {Id} is not parked.");
            _switch.Dialect.ParkingTimedOut(_caller, _parker!, space);
            LeaveLot(space);
            (_caller.Place.Context, _caller.Place.Exten, _caller.Place.Priority) = ("park-dial", _parker!.Peer, 1);
            Dial([_parker.Extension!]);
        }
    }

    private void ParkInBridge(SimChannel parker, SimChannel parkee)
    {
        var talked = parker.Bridge;
        var lot = _switch.Parking.Bridge ??= _switch.NewBridge(SimBridgeKind.Parking);
        var transfer = _switch.Dialect.BlindTransferring(parker, parkee, "700");
        _switch.Leave(parkee);
        _switch.Enter(parkee, lot);
        _switch.StartMusic(parkee);
        _switch.Dialect.Parked(parkee, parker, _space!);
        transfer();
        _switch.Leave(parker);
        _switch.Destroy(talked);
        _switch.HangUp(parker, HangupCause.Normal);
    }

    // Both are masqueraded out of their bridge: the parkee to wait, the parker to be told the space.
    private void ParkByMasquerade(SimChannel parker, SimChannel parkee)
    {
        _switch.Dialect.TransferredToParking(parker, parkee);
        var seat = _switch.NewHost("Parking/", parkee, SimChannelState.Down);
        var ear = _switch.NewHost("SIPPeer/", parker, SimChannelState.Down);
        _switch.Masquerade(parkee, seat);
        _switch.Masquerade(parker, ear);
        EndPair(seat, ear);
        _switch.Dialect.Parked(parkee, parker, _space!);
        _switch.StartMusic(parkee);
        _switch.HangUp(parker, HangupCause.Normal);
    }

    private void LeaveLot(string space)
    {
        _switch.Parking.Leave(space);
        _space = null;
        _switch.StopMusic(_caller);
        _switch.Leave(_caller);
    }

    private void GiveUpParked(string space)
    {
        _switch.Dialect.HangupRequested(_caller, HangupCause.Normal);
        _switch.Dialect.ParkedGaveUp(_caller, _parker!, space);
        LeaveLot(space);
        _switch.HangUp(_caller, HangupCause.Normal);
        Over();
    }
}
