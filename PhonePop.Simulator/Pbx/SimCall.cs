namespace PhonePop.Simulator.Pbx;

/// <summary>
/// One call in the emulated PBX, from the first ring to the last hang-up, whoever it is transferred to. Its methods are what people
/// do with phones; each tells the clients at once. A method that makes no sense now (answering what does not ring) throws
/// <see cref="InvalidOperationException"/>.
/// </summary>
public sealed partial class SimCall
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
    private TaskCompletionSource<string> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _answeredAt;

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

    private void GiveUp()
    {
        _happened($"{Who(_caller)} gives up");
        if (_queue is { } queue)
        {
            Abandon(queue);
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
        _switch.RequestHangup(by, _queue is not null && by == _caller ? null : HangupCause.Normal); // as recorded
        CompleteAgent(by == _caller ? "caller" : "agent");
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
