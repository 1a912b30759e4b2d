namespace PhonePop.Simulator.Pbx;

/// <summary>
/// One call in the emulated PBX, from the first ring to the last hang-up, whoever it is transferred to. Its methods are what people
/// do with phones; each tells the clients at once. A method that makes no sense now (answering what does not ring) throws
/// <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class SimCall
{
    /// <summary>Says that the outside party acts, where an extension could stand.</summary>
    public const string Customer = "customer";

    private readonly Switch _switch;
    private readonly Action<string> _happened;
    private readonly Action<SimCall> _over;
    private readonly List<SimChannel> _ringing = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SimChannel _caller;
    private SimChannel? _callee;
    private SimQueue? _queue;
    private TaskCompletionSource<string> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _answeredAt;
    private int _holdSeconds;

    internal SimCall(Switch @switch, SimChannel caller, Action<string> happened, Action<SimCall> over)
    {
        _switch = @switch;
        _caller = caller;
        _happened = happened;
        _over = over;
        Id = caller.Uniqueid;
    }

    /// <summary>The Uniqueid of the channel that began it.</summary>
    public string Id { get; }

    /// <summary>The extensions whose phones ring for it now.</summary>
    public IReadOnlyList<string> Ringing
    {
        get
        {
            lock (_switch.Lock)
            {
                return [.. _ringing.Select(c => c.Extension).OfType<string>()];
            }
        }
    }

    /// <summary>The extensions that are in it now: who talks, and who called.</summary>
    public IReadOnlyList<string> Operators
    {
        get
        {
            lock (_switch.Lock)
            {
                return IsOver ? [] : [.. new[] { _caller.Extension, _callee?.Extension }.OfType<string>()];
            }
        }
    }

    /// <summary>Whether it was answered and has not ended.</summary>
    public bool IsTalking
    {
        get
        {
            lock (_switch.Lock)
            {
                return !IsOver && _callee is not null;
            }
        }
    }

    /// <summary>Whether this extension holds the other party now.</summary>
    public bool IsHeldBy(string extension)
    {
        lock (_switch.Lock)
        {
            return !IsOver && new[] { _caller, _callee }.Any(c => c is { IsHolding: true } && c.Extension == extension);
        }
    }

    /// <summary>Whether everybody has hung up.</summary>
    public bool IsOver => _ended.Task.IsCompleted;

    /// <summary>Completes with who answers: an extension or <see cref="Customer"/>. Cancelled when nobody does. A blind transfer rings anew.</summary>
    public Task<string> Answered
    {
        get
        {
            lock (_switch.Lock)
            {
                return _answered.Task;
            }
        }
    }

    /// <summary>Completes when the call is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Somebody takes the call: an extension that rings, or <see cref="Customer"/> who is dialled. Null: whoever rings first.</summary>
    public void Answer(string? by = null)
    {
        lock (_switch.Lock)
        {
            var taker = RingingLeg(by);
            var losers = _ringing.Where(c => c != taker).ToList();
            _ringing.Clear();
            _callee = taker;
            _answeredAt = _switch.Now;
            _switch.SetState(taker, SimChannelState.Up);
            if (_queue is not null)
            {
                AnswerInQueue(taker, losers);
            }
            else
            {
                AnswerDial(taker, losers);
            }

            _switch.Bridge(_caller, taker);
            _answered.TrySetResult(taker.Extension ?? Customer);
            _happened($"{Who(taker)} answers {Who(_caller)}");
        }
    }

    /// <summary>As <see cref="Answer"/>, unless it rings there no longer.</summary>
    /// <returns>Whether it was answered now.</returns>
    public bool TryAnswer(string by)
    {
        lock (_switch.Lock)
        {
            if (!_ringing.Exists(c => Is(c, by)))
            {
                return false;
            }

            Answer(by);
            return true;
        }
    }

    /// <summary>A phone that rings refuses; when it was the last, the call is over.</summary>
    public void Reject(string by, RejectReason reason = RejectReason.Busy)
    {
        lock (_switch.Lock)
        {
            var leg = RingingLeg(by);
            var cause = reason switch { RejectReason.Busy => HangupCause.Busy, RejectReason.Declined => HangupCause.Declined, _ => HangupCause.NoAnswer };
            _ringing.Remove(leg);
            _switch.RequestHangup(leg, cause);
            _switch.DialEnd(_caller, leg, reason == RejectReason.Busy ? "BUSY" : "NOANSWER");
            _switch.HangUp(leg, cause);
            _happened($"{Who(leg)} does not take {Who(_caller)}");
            if (_ringing.Count == 0 && _queue is null)
            {
                _caller.Priority++;
                _switch.SoftHangup(_caller);
                _switch.HangUp(_caller, cause);
                Over();
            }
        }
    }

    /// <summary>Somebody hangs up: an extension or <see cref="Customer"/>. Before the answer the caller gives up, or a phone refuses.</summary>
    public void HangUp(string by = Customer)
    {
        lock (_switch.Lock)
        {
            if (IsOver)
            {
                return; // both may hang up at once
            }

            if (_callee is null && !Is(_caller, by))
            {
                Reject(by, RejectReason.Declined);
            }
            else if (_callee is null)
            {
                GiveUp();
            }
            else
            {
                HangUpTalking(Is(_caller, by) ? _caller : Is(_callee, by) ? _callee : throw NotHere(by));
            }
        }
    }

    /// <summary>Ends it, whatever it is doing, as if the caller hung up.</summary>
    public void End()
    {
        lock (_switch.Lock)
        {
            if (!IsOver)
            {
                HangUp(_caller.Extension ?? Customer);
            }
        }
    }

    /// <summary>Somebody holds the other.</summary>
    public void Hold(string by)
    {
        lock (_switch.Lock)
        {
            var (holder, other) = Talking(by);
            holder.IsHolding = true;
            _switch.Tell(Dialect22.ChannelEvent("Hold", holder).Add("MusicClass", "default"));
            _switch.StartMusic(other);
            _happened($"{Who(holder)} holds {Who(other)}");
        }
    }

    /// <summary>Takes the other back from hold.</summary>
    public void Unhold(string by)
    {
        lock (_switch.Lock)
        {
            var (holder, other) = Talking(by);
            TakeBack(holder, other);
            _happened($"{Who(holder)} takes {Who(other)} back");
        }
    }

    /// <summary>An operator sends the other party to another phone, which rings, and is out of the call (SIP REFER).</summary>
    public void BlindTransfer(string from, string to)
    {
        lock (_switch.Lock)
        {
            var (transferer, transferee) = Talking(from);
            var bridge = transferer.Bridge!;
            TakeBack(transferer, transferee);
            _switch.Tell(Dialect22.BlindTransfer(transferer, transferee, bridge, to));
            _switch.Leave(transferer);
            (transferee.Context, transferee.Exten, transferee.Priority) = ("from-internal", to, 1);
            _switch.Leave(transferee);
            _switch.Destroy(bridge);
            _switch.HangUp(transferer, HangupCause.Normal);
            _happened($"{from} transfers {Who(transferee)} to {to}");
            _caller = transferee;
            _callee = null;
            _queue = null;
            _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Dial([to]);
        }
    }

    /// <summary>An operator who has this call on hold completes the transfer: the other party gets whom the operator consults.</summary>
    /// <param name="consultation">A call of the same operator, answered, see <see cref="EmulatedPbx.Consult"/>.</param>
    public void CompleteTransfer(SimCall consultation)
    {
        ArgumentNullException.ThrowIfNull(consultation);
        lock (_switch.Lock)
        {
            var second = consultation._caller;
            if (second.Extension is not { } by || consultation._callee is not { } target)
            {
                throw new InvalidOperationException("The consultation is no answered call of an operator.");
            }

            var (original, transferee) = Talking(by);
            var (left, joined) = (original.Bridge!, second.Bridge!);
            TakeBack(original, null);
            TakeBack(second, null);
            _switch.StopMusic(transferee);
            var transfer = Dialect22.AttendedTransfer(original, second, transferee, target); // told after the move, but with what was before
            _switch.Leave(transferee);
            _switch.Leave(second);
            _switch.Enter(transferee, joined, second);
            _switch.SoftHangup(second, 1);
            _switch.Tell(transfer);
            _switch.Connect(transferee, target);
            _switch.SoftHangup(second);
            _switch.Leave(original);
            _switch.Connect(target, transferee);
            _switch.Destroy(left);
            _switch.HangUp(original, HangupCause.Normal);
            _switch.HangUp(second, HangupCause.Normal);
            _happened($"{by} gives {Who(transferee)} to {Who(target)}");
            _caller = transferee;
            _callee = target;
            consultation.Over();
        }
    }

    internal void Dial(IReadOnlyList<string> extensions)
    {
        var group = extensions.Count > 1;
        foreach (var extension in extensions)
        {
            var leg = _switch.NewDialled(_caller, extension, "AppDial");
            leg.Exten = _caller.Exten;
            _switch.Connect(leg, _caller);
            _ringing.Add(leg);
        }

        _caller.Application = "Dial";
        _caller.ApplicationData = string.Join('&', extensions.Select(e => "PJSIP/" + e)) + ",40,tTkK";
        foreach (var leg in _ringing)
        {
            _switch.DialBegin(_caller, leg, leg.Extension!);
            if (!group)
            {
                _switch.Connect(_caller, leg); // of several nobody knows yet who it will be
            }
        }

        Ring();
    }

    internal void DialOut(string number)
    {
        var leg = _switch.NewTrunkDialled(_caller, number);
        _switch.Connect(leg, _caller);
        _caller.Application = "Dial";
        _caller.ApplicationData = $"PJSIP/{number}@{leg.Device["PJSIP/".Length..]},40,tTkK";
        _ringing.Add(leg);
        _switch.DialBegin(_caller, leg, $"{number}@{leg.Device["PJSIP/".Length..]}");
        _switch.SetState(leg, SimChannelState.Ringing);
        _switch.Connect(_caller, leg);
        _switch.DialRinging(_caller, leg);
        _happened($"{Who(_caller)} dials {Who(leg)}");
    }

    internal void Enqueue(SimQueue queue)
    {
        _queue = queue;
        _switch.SetState(_caller, SimChannelState.Up);
        _caller.Priority++;
        _caller.Application = "Queue";
        _caller.ApplicationData = $"{queue.Name},tT,,,90";
        _caller.WaitsIn = queue;
        _caller.WaitsSince = _switch.Now;
        queue.Callers.Add(_caller);
        _switch.Tell(Dialect22.QueueEvent("QueueCallerJoin", _caller, queue).Add("Position", queue.Callers.Count).Add("Count", queue.Callers.Count), "agent");
        _switch.StartMusic(_caller);
        foreach (var extension in queue.Members.Where(member => !_switch.IsBusy(member)))
        {
            var leg = _switch.NewDialled(_caller, extension, "AppQueue");
            _ringing.Add(leg);

            // DialBegin shows the leg as it was made, AgentCalled as it will ring: so 22 sends them.
            var begin = Dialect22.DialEvent("DialBegin", _caller, leg).Add("DialString", leg.Device);
            (leg.ConnectedNumber, leg.ConnectedName, leg.Exten) = (_caller.Number, _caller.CallerName, _caller.Exten);
            leg.DialledBy = _caller;
            _switch.Tell(Dialect22.AgentEvent("AgentCalled", _caller, leg, queue), "agent");
            _switch.Tell(begin);
        }

        foreach (var leg in _ringing)
        {
            _switch.SetState(leg, SimChannelState.Ringing);
            _switch.Connect(leg, _caller);
            _switch.DialRinging(_caller, leg);
        }

        _happened($"{Who(_caller)} waits in {queue.Name}, rings {string.Join(", ", _ringing.Select(Who))}");
    }

    private void Ring()
    {
        foreach (var leg in _ringing)
        {
            _switch.SetState(leg, SimChannelState.Ringing);
            _switch.DialRinging(_caller, leg);
        }

        _happened($"{Who(_caller)} rings {string.Join(", ", _ringing.Select(Who))}");
    }

    private void AnswerDial(SimChannel taker, List<SimChannel> losers)
    {
        if (losers.Count > 0)
        {
            _switch.Connect(_caller, taker);
            losers.ForEach(loser => _switch.DialEnd(_caller, loser, "CANCEL"));
        }

        taker.Exten = "";
        _switch.DialEnd(_caller, taker, "ANSWER");
        if (_caller.State != SimChannelState.Up)
        {
            _switch.SetState(_caller, SimChannelState.Up);
        }

        losers.ForEach(loser => _switch.HangUp(loser, HangupCause.Elsewhere));
    }

    private void AnswerInQueue(SimChannel taker, List<SimChannel> losers)
    {
        _holdSeconds = (int)(_switch.Now - _caller.WaitsSince).TotalSeconds;
        _switch.DialEnd(_caller, taker, "ANSWER");
        losers.ForEach(loser => _switch.DialEnd(_caller, loser, "CANCEL"));
        _switch.Connect(_caller, taker);
        losers.ForEach(loser => _switch.DialEnd(_caller, loser, "CANCEL")); // 22 says it twice
        _switch.StopMusic(_caller);
        LeaveQueue();
        _queue!.Completed++;
        var connected = Dialect22.AgentEvent("AgentConnect", _caller, taker, _queue).Add("HoldTime", _holdSeconds).Add("RingTime", _holdSeconds);
        _switch.Tell(connected, "agent");
        losers.ForEach(loser => _switch.HangUp(loser, HangupCause.Elsewhere));
    }

    private void LeaveQueue()
    {
        var position = _queue!.Callers.IndexOf(_caller) + 1;
        _queue.Callers.Remove(_caller);
        _caller.WaitsIn = null;
        _switch.Tell(Dialect22.QueueEvent("QueueCallerLeave", _caller, _queue).Add("Position", position).Add("Count", _queue.Callers.Count), "agent");
    }

    private void GiveUp()
    {
        _happened($"{Who(_caller)} gives up");
        if (_queue is { } queue)
        {
            _switch.RequestHangup(_caller, null);
            _switch.StopMusic(_caller);
            _ringing.ForEach(leg => _switch.DialEnd(_caller, leg, "CANCEL"));
            _ringing.ForEach(leg => _switch.DialEnd(_caller, leg, "CANCEL"));
            var position = queue.Callers.IndexOf(_caller) + 1;
            queue.Abandoned++;
            _switch.Tell(
                Dialect22.QueueEvent("QueueCallerAbandon", _caller, queue).Add("Position", position).Add("OriginalPosition", position)
                    .Add("HoldTime", (int)(_switch.Now - _caller.WaitsSince).TotalSeconds),
                "agent");
            LeaveQueue();
            _switch.SoftHangup(_caller);
            _ringing.ForEach(leg => _switch.HangUp(leg, HangupCause.Abandoned));
            _switch.HangUp(_caller, HangupCause.Abandoned);
        }
        else
        {
            // CANCEL before the answer; a caller who had been connected before (a transfer) says BYE.
            var cause = _caller.State == SimChannelState.Up ? HangupCause.Normal : HangupCause.Cancelled;
            _switch.RequestHangup(_caller, cause);
            _ringing.ForEach(leg => _switch.DialEnd(_caller, leg, "CANCEL"));
            _ringing.ForEach(leg => _switch.HangUp(leg, cause.TechCause is null ? cause : cause with { TechCause = 500 }));
            _switch.Tell(Dialect22.ChannelEvent("SoftHangupRequest", _caller).Add("Cause", 16).AddTechCause(cause));
            _switch.HangUp(_caller, cause);
        }

        Over();
    }

    private void HangUpTalking(SimChannel by)
    {
        var other = by == _caller ? _callee! : _caller;
        var bridge = by.Bridge;
        _switch.RequestHangup(by, _queue is not null && by == _caller ? null : HangupCause.Normal);
        if (_queue is { } queue)
        {
            var talked = (int)(_switch.Now - _answeredAt).TotalSeconds;
            _switch.Tell(
                Dialect22.AgentEvent("AgentComplete", _caller, _callee!, queue)
                    .Add("HoldTime", _holdSeconds).Add("TalkTime", talked).Add("Reason", by == _caller ? "caller" : "agent"),
                "agent");
        }

        _switch.StopMusic(other);
        _switch.Leave(by);
        _switch.Leave(other);
        _switch.Destroy(bridge);
        _switch.SoftHangup(_caller);
        _switch.HangUp(_callee!, HangupCause.Normal);
        _switch.HangUp(_caller, HangupCause.Normal);
        _happened($"{Who(by)} hangs up on {Who(other)}");
        Over();
    }

    // 22 sends Unhold on every REFER, also without a Hold before.
    private void TakeBack(SimChannel holder, SimChannel? other)
    {
        holder.IsHolding = false;
        _switch.Tell(Dialect22.ChannelEvent("Unhold", holder));
        if (other is not null)
        {
            _switch.StopMusic(other);
        }
    }

    private (SimChannel Self, SimChannel Other) Talking(string by)
    {
        var self = _callee is not null && Is(_callee, by) ? _callee : Is(_caller, by) ? _caller : throw NotHere(by);
        return self.Bridge?.Other(self) is { } other ? (self, other) : throw new InvalidOperationException($"{by} does not talk in call {Id}.");
    }

    private SimChannel RingingLeg(string? by) =>
        _ringing.Find(c => by is null || Is(c, by)) ?? throw new InvalidOperationException($"{by ?? "Nobody"} is not rung by call {Id}.");

    private void Over()
    {
        _ringing.Clear();
        _answered.TrySetCanceled();
        _ended.TrySetResult();
        _over(this);
    }

    private InvalidOperationException NotHere(string by) => new($"{by} is not in call {Id}.");

    private static bool Is(SimChannel channel, string by) => (channel.Extension ?? Customer) == by;

    private static string Who(SimChannel channel) => channel.Extension ?? (channel.Number.Length == 0 ? "an unknown caller" : Mask.Number(channel.Number));
}

/// <summary>How a phone refuses.</summary>
public enum RejectReason
{
    /// <summary>486.</summary>
    Busy,

    /// <summary>603.</summary>
    Declined,

    /// <summary>480, or it rang out.</summary>
    NoAnswer,
}
