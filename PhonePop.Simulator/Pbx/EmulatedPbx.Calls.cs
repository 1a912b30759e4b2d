namespace PhonePop.Simulator.Pbx;

// How calls begin.
public sealed partial class EmulatedPbx
{
    /// <summary>A customer calls a line that rings one phone, or several at once.</summary>
    /// <param name="number">As the provider writes it; empty or "anonymous": withheld.</param>
    /// <param name="name">As the provider writes it, hostile or not; empty: none.</param>
    /// <param name="did">The dialled number.</param>
    /// <param name="extensions">Whose phones ring.</param>
    public SimCall Inbound(string number, string name, string did, params IReadOnlyList<string> extensions) =>
        Begin(null, number, name, did, (caller, call) =>
        {
            caller.Place.Priority = extensions.Count == 1 ? 2 : 1; // a line of its own says a word first, the group dials at once
            call.Dial(extensions);
        });

    /// <summary>A member takes no calls of this queue from now on, for a reason; or takes them again (null).</summary>
    /// <exception cref="KeyNotFoundException">There is no such queue, or it has no such member.</exception>
    public void PauseMember(string queue, string extension, string? reason)
    {
        lock (_switch.Lock)
        {
            _switch.PauseMember(_switch.Queues[queue], extension, reason);
        }
    }

    /// <summary>A customer calls a queue; the phones of all its members who have no call ring.</summary>
    /// <exception cref="KeyNotFoundException">There is no such queue.</exception>
    public SimCall EnterQueue(string number, string name, string did, string queue)
    {
        var entered = _switch.Queues[queue];
        return Begin(null, number, name, did, (_, call) => call.Enqueue(entered));
    }

    /// <summary>An operator dials an outside number, as typed.</summary>
    public SimCall Outbound(string extension, string number) =>
        Begin(extension, extension, _switch.NameOf(extension), number, (_, call) => call.DialOut(number));

    /// <summary>An operator calls another.</summary>
    public SimCall Internal(string from, string to) => Begin(from, from, _switch.NameOf(from), to, (_, call) => call.Dial([to]));

    /// <summary>An operator holds a call and calls a colleague about it. <see cref="SimCall.CompleteTransfer"/> joins the two.</summary>
    public SimCall Consult(SimCall call, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.Hold(from);
        return Internal(from, to);
    }

    /// <summary>The same by feature code (<c>*2</c>): one channel of the operator does both, through a Local channel.</summary>
    /// <exception cref="InvalidOperationException">The operator does not talk in this call.</exception>
    public SimCall ConsultByCode(SimCall call, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(call);
        lock (_switch.Lock)
        {
            return Begin(call.StepAside(from), consultation => consultation.ConsultByCode(call, to));
        }
    }

    /// <summary>A customer calls a line whose dialplan reaches the phones through Local channels.</summary>
    /// <param name="number">As the provider writes it.</param>
    /// <param name="did">The dialled number.</param>
    /// <param name="kept">Made with <c>/n</c>: they stay in the call. Otherwise they go at the answer.</param>
    /// <param name="extensions">Whose phones ring.</param>
    public SimCall InboundThroughLocals(string number, string did, bool kept, params IReadOnlyList<string> extensions) =>
        InboundThroughLocalChain(number, did, kept, 1, extensions);

    /// <summary>As <see cref="InboundThroughLocals"/>, with several Local channels one behind the other.</summary>
    /// <param name="number">As the provider writes it.</param>
    /// <param name="did">The dialled number.</param>
    /// <param name="kept">Made with <c>/n</c>.</param>
    /// <param name="length">How many for each phone; at least 1.</param>
    /// <param name="extensions">Whose phones ring.</param>
    public SimCall InboundThroughLocalChain(string number, string did, bool kept, int length, params IReadOnlyList<string> extensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return Begin(null, number, "", did, (_, call) => call.DialThroughLocals(extensions, kept, length));
    }

    /// <summary>A customer calls a line with a voice menu: the PBX answers by itself. <see cref="SimCall.Choose"/> rings phones.</summary>
    public SimCall InboundToMenu(string number, string name, string did) => Begin(null, number, name, did, (_, call) => call.HearMenu());

    /// <summary>A customer calls a conference room.</summary>
    public SimCall InboundToConference(string number, string name, string did, string room) => Begin(null, number, name, did, (_, call) => call.JoinRoom(room));

    /// <summary>An operator dials a conference room.</summary>
    public SimCall JoinConference(string extension, string room) => Begin(extension, extension, _switch.NameOf(extension), room, (_, call) => call.JoinRoom(room));

    /// <summary>Click-to-dial: the operator's own phone rings, and when it is answered the number is dialled.</summary>
    /// <param name="extension">Whose phone.</param>
    /// <param name="number">The customer's.</param>
    /// <param name="throughLocal">Whether the Originate rings the phone through a Local channel.</param>
    public SimCall ClickToDial(string extension, string number, bool throughLocal = false)
    {
        lock (_switch.Lock)
        {
            if (!throughLocal)
            {
                return Begin(_switch.NewOriginated(extension), call => call.Click(number, null));
            }

            var local = _switch.NewLocal(null, (number, ""), extension, kept: false);
            _switch.Dialect.DialBegan(null, local.One, extension + "@from-internal");
            return Begin(SimCall.DialBehind(_switch, local, extension), call => call.Click(number, local));
        }
    }

    /// <summary>A supervisor listens to an operator who talks. It ends by <see cref="SimCall.End"/>.</summary>
    /// <exception cref="InvalidOperationException">That operator has no channel.</exception>
    public SimCall Spy(string supervisor, string on)
    {
        lock (_switch.Lock)
        {
            var spied = _switch.Channels.FirstOrDefault(c => c.Extension == on && c.State == SimChannelState.Up) ?? throw new InvalidOperationException($"{on} does not talk.");
            return Begin(supervisor, supervisor, _switch.NameOf(supervisor), "*55", (_, call) => call.Spy(spied));
        }
    }

    private SimCall Begin(string? extension, string number, string name, string dialled, Action<SimChannel, SimCall> ring)
    {
        lock (_switch.Lock)
        {
            var caller = _switch.NewCaller(extension, number, name, dialled);
            return Begin(caller, call => ring(caller, call));
        }
    }

    private SimCall Begin(SimChannel caller, Action<SimCall> ring)
    {
        var call = new SimCall(_switch, caller, what => SimulatorLog.Happened(_logger, what), over => _calls.Remove(over));
        _calls.Add(call);
        CallsBegun++;
        ring(call);
        return call;
    }
}
