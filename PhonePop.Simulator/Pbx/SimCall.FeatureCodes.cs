namespace PhonePop.Simulator.Pbx;

// Transfers by codes that are dialled in the call: ## and *2.
public sealed partial class SimCall
{
    // A consultation by *2: this call waits for its end; and the other way round.
    private SimCall? _consultation;
    private SimCall? _for;
    private bool _byCode; // until it is answered

    /// <summary>Whether an operator of this call consults a colleague by feature code (<c>*2</c>) while the other party waits.</summary>
    public bool IsAside => Look(() => !IsOver && _consultation is not null);

    /// <summary>As <see cref="BlindTransfer"/>, by <c>##</c> and the extension.</summary>
    /// <exception cref="InvalidOperationException">The operator does not talk in this call.</exception>
    public void BlindTransferByCode(string from, string to)
    {
        lock (_switch.Lock)
        {
            var (transferer, transferee) = TalkingDirectly(from);
            _switch.Dialect.Held(transferer);
            _switch.StartMusic(transferee);
            TakeBack(transferer, transferee);
            _switch.Dialect.BlindTransferredByCode(transferer, transferee, to);
            SendTo(transferer, transferee, to);
            _happened($"{from} transfers {Who(transferee)} to {to} by ##");
            Dial([to]);
        }
    }

    // The operator leaves the bridge, and the other party stays there alone, with music.
    internal SimChannel StepAside(string from)
    {
        var (transferer, transferee) = TalkingDirectly(from);
        _switch.Dialect.Held(transferer);
        _switch.StartMusic(transferee);
        _switch.Leave(transferer);
        return transferer;
    }

    internal void ConsultByCode(SimCall about, string to)
    {
        (_for, _byCode, about._consultation) = (about, true, this);
        var local = _switch.NewLocal(_caller, (_caller.Number, _caller.CallerName), to, kept: false);
        if (!_switch.Dialect.IsClassic)
        {
            var bridge = _switch.NewBridge();
            _switch.Enter(_caller, bridge);
            _switch.Enter(local.One, bridge);
        }

        RingThrough(_caller, local, DialFrom(local, to));
        _happened($"{Who(_caller)} asks {to} by *2");
    }

    private void TakeByCode(SimChannel taker)
    {
        var local = taker.Via!;
        _byCode = false;
        AnswerThrough(local, taker, [.. _ringing.Where(c => c != taker)]);
        _ringing.Clear();
        _callee = taker;
        _answeredAt = _switch.Now;
        if (_switch.Dialect.IsClassic)
        {
            _switch.Bridge(_caller, local.One);
            _switch.Optimize(local, taker);
        }
    }

    // The consultation is over without a transfer: the target goes, the colleague is back with who waited.
    private void ReturnToCustomer(SimChannel? hungUp, HangupCause cause)
    {
        if (hungUp is not null)
        {
            _switch.Dialect.HangupRequested(hungUp, cause);
        }

        if (_callee is { Via: { } local } target)
        {
            EndPair(local.Two, target);
            _switch.Leave(local.One);
            _switch.HangUp(local.One, cause);
        }
        else if (_callee is not null)
        {
            _switch.Leave(_caller);
            _switch.Leave(_callee);
            _switch.HangUp(_callee, cause);
        }
        else
        {
            Fronts(_ringing).ForEach(front => _switch.Leave(front));
            HangUpLegs(_ringing, cause);
        }

        ComeBack();
        Over();
    }

    private void ComeBack()
    {
        if (_for is not { } about)
        {
            return;
        }

        var consulted = _caller.Bridge;
        _switch.Leave(_caller);
        _switch.Destroy(consulted);
        (about._consultation, _for) = (null, null);
        var customer = about._caller == _caller ? about._callee! : about._caller;
        _switch.Enter(_caller, customer.Bridge!, first: !_caller.Place.HasPbx);
        about.TakeBack(_caller, customer);
    }

    // The one who waited hangs up: the two colleagues are left with each other.
    private void LeaveConsultants(SimChannel customer, SimCall consultation)
    {
        var bridge = customer.Bridge;
        _switch.Dialect.HangupRequested(customer, HangupCause.Normal);
        CompleteAgent("caller");
        _switch.StopMusic(customer);
        _switch.Leave(customer);
        _switch.Destroy(bridge);
        _switch.DialOver(customer, "ANSWER");
        _switch.Dialect.SoftHangup(customer, 16, null);
        _switch.HangUp(customer, HangupCause.Normal);
        consultation._for = null;
        _consultation = null;
        _happened($"{Who(customer)} hangs up while colleagues talk");
        Over();
    }

    // Who waited gets the target, and the colleague is gone.
    private void CompleteByCode(SimCall consultation)
    {
        var transferer = consultation._caller;
        var target = consultation._callee ?? throw new InvalidOperationException("Nobody has answered the consultation.");
        var customer = _caller == transferer ? _callee! : _caller;
        _switch.Dialect.HangupRequested(transferer, HangupCause.Normal);
        CompleteAgent("transfer");
        if (_switch.Dialect.IsClassic)
        {
            JoinByMasquerade(transferer, customer, target);
        }
        else
        {
            JoinByMerge(transferer, customer, target);
        }

        _happened($"{transferer.Extension} gives {Who(customer)} to {Who(target)} by *2");
        (_caller, _callee, _consultation, consultation._for) = (customer, target, null, null);
        consultation.Over();
    }

    private void JoinByMerge(SimChannel transferer, SimChannel customer, SimChannel target)
    {
        var (waiting, consulted, local) = (customer.Bridge!, transferer.Bridge!, target.Via!);
        var told = _switch.Dialect.AttendedTransferred(transferer, transferer, customer, target);
        _switch.Leave(transferer);
        _switch.StopMusic(customer);
        _switch.Dialect.BridgesMerged(waiting, consulted);
        _switch.Leave(local.One);
        _switch.Enter(local.One, waiting);
        told();
        _switch.Destroy(consulted);
        _switch.Connect(customer, target);
        _switch.Connect(target, customer);
        _switch.HangUp(transferer, HangupCause.Normal);
        _switch.Optimize(local, target);
    }

    // A host takes the customer's place and is bridged with the target by the transferer's thread; the zombie goes.
    private void JoinByMasquerade(SimChannel transferer, SimChannel customer, SimChannel target)
    {
        _switch.Leave(transferer);
        _switch.Leave(target);
        var host = _switch.NewHost("Transfered/", customer, SimChannelState.Down);
        _switch.StopMusic(customer);
        _switch.Masquerade(customer, host);
        (customer.ConnectedNumber, customer.ConnectedName) = (target.Number, target.CallerName);
        (target.ConnectedNumber, target.ConnectedName) = (customer.Number, customer.CallerName);
        _switch.Bridge(customer, target);
        EndPair(host, transferer);
    }
}
