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

    /// <summary>The extensions whose phones ring for it now, each once.</summary>
    public IReadOnlyList<string> Ringing => Look(() => _ringing.Select(c => c.Extension).OfType<string>().Distinct().ToList());

    /// <summary>The phones that ring for it now, as <c>PJSIP/101</c>.</summary>
    public IReadOnlyList<string> RingingPhones => Look(() => _ringing.Where(c => c.Extension is not null).Select(c => c.Device).ToList());

    /// <summary>The extensions that are in it now: who talks, and who called.</summary>
    public IReadOnlyList<string> Operators => Look(() => IsOver ? [] : new[] { _caller.Extension, _callee?.Extension }.OfType<string>().ToList());

    /// <summary>Whether it was answered and has not ended.</summary>
    public bool IsTalking => Look(() => !IsOver && _callee is not null);

    /// <summary>Whether everybody has hung up.</summary>
    public bool IsOver => _ended.Task.IsCompleted;

    /// <summary>Completes with who answers: an extension or <see cref="Customer"/>. Cancelled when nobody does. A transfer, parking, and the customer of a click-to-dial ring anew.</summary>
    public Task<string> Answered => Look(() => _answered.Task);

    /// <summary>Completes when the call is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether this extension holds the other party now.</summary>
    public bool IsHeldBy(string extension) =>
        Look(() => !IsOver && new[] { _caller, _callee }.Any(c => c is { IsHolding: true } && c.Extension == extension));

    /// <summary>Somebody takes the call: an extension or a phone (<c>PJSIP/101-soft</c>) that rings, or <see cref="Customer"/> who is dialled. Null: whoever rings first.</summary>
    public void Answer(string? by = null)
    {
        lock (_switch.Lock)
        {
            var taker = RingingLeg(by);
            if (taker == _caller)
            {
                AnswerClick();
                return;
            }

            _switch.SetState(taker, SimChannelState.Up);
            Take(taker);
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

    /// <summary>Somebody holds the other.</summary>
    public void Hold(string by)
    {
        lock (_switch.Lock)
        {
            var (holder, other) = Talking(by);
            holder.IsHolding = true;
            _switch.Dialect.Held(holder);
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

    /// <summary>The PBX is gone, and the call with it.</summary>
    internal void Vanish() => Over();

    // The phone is up and is given the call; the others stop.
    private void Take(SimChannel taker)
    {
        if (_byCode)
        {
            TakeByCode(taker);
            return;
        }

        var losers = _ringing.Where(c => c != taker && (c.Via is null || c.Via != taker.Via)).ToList();
        if (taker.Via is { } local)
        {
            AnswerThrough(local, taker, [.. _ringing.Where(c => c != taker && c.Via == local)]);
        }

        _ringing.Clear();
        _callee = taker;
        _answeredAt = _switch.Now;
        var front = SimLocal.Front(taker);
        if (_queue is not null)
        {
            AnswerInQueue(front, losers);
        }
        else
        {
            AnswerDial(front, losers);
        }

        _switch.Bridge(Near, front);
        OptimizeLocals();
    }

    // An Unhold comes on every REFER, also without a Hold before.
    private void TakeBack(SimChannel holder, SimChannel? other)
    {
        holder.IsHolding = false;
        _switch.Dialect.Unheld(holder);
        if (other is not null)
        {
            _switch.StopMusic(other);
        }
    }

    private (SimChannel Self, SimChannel Other) Talking(string by)
    {
        var self = _callee is not null && Is(_callee, by) ? _callee : Is(_caller, by) ? _caller : throw NotHere(by);
        var other = self == _caller ? _callee : _caller;
        return self.Bridge is not null && other?.Bridge is not null && _consultation is null ? (self, other) : throw new InvalidOperationException($"{by} does not talk in call {Id}.");
    }

    // The same for what a Local channel in between, or who waits for the end of a consultation by feature code, prevents.
    private (SimChannel Self, SimChannel Other) TalkingDirectly(string by)
    {
        var (self, other) = Talking(by);
        return self.Bridge == other.Bridge && _for is null ? (self, other) : throw new InvalidOperationException($"More than a bridge stands between {by} and the other in call {Id}.");
    }

    private SimChannel RingingLeg(string? by) =>
        _ringing.Find(c => by is null || Is(c, by)) ?? throw new InvalidOperationException($"{by ?? "Nobody"} is not rung by call {Id}.");

    private T Look<T>(Func<T> look)
    {
        lock (_switch.Lock)
        {
            return look();
        }
    }

    private InvalidOperationException NotHere(string by) => new($"{by} is not in call {Id}.");

    private static bool Is(SimChannel channel, string by) => (channel.Extension ?? Customer) == by || channel.Device == by;

    private static string Who(SimChannel channel) => channel.Extension ?? (channel.Number.Length == 0 ? "an unknown caller" : Mask.Number(channel.Number));
}
