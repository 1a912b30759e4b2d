namespace PhonePop.Simulator.Pbx;

// Transfers: the other party is passed on.
public sealed partial class SimCall
{
    /// <summary>An operator sends the other party to another phone, which rings, and is out of the call (SIP REFER).</summary>
    public void BlindTransfer(string from, string to)
    {
        lock (_switch.Lock)
        {
            var (transferer, transferee) = Talking(from);
            var bridge = transferer.Bridge!;
            TakeBack(transferer, transferee);
            _switch.Tell(Dialect22.BlindTransfer(transferer, transferee, bridge, to));
            CompleteAgent("transfer");
            _switch.Leave(transferer);
            (transferee.Context, transferee.Exten, transferee.Priority) = ("from-internal", to, 1);
            _switch.Leave(transferee);
            _switch.Destroy(bridge);
            _switch.HangUp(transferer, HangupCause.Normal);
            _happened($"{from} transfers {Who(transferee)} to {to}");
            _caller = transferee;
            _callee = null;
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
            CompleteAgent("transfer");
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
}
