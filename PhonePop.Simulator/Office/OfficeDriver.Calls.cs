using PhonePop.Simulator.Pbx;

namespace PhonePop.Simulator.Office;

// What happens to calls that live.
internal sealed partial class OfficeDriver
{
    private bool Go(OfficeStep step)
    {
        if (step.Kind < StepKind.Answer || pbx.Calls is not { Count: > 0 } calls)
        {
            return false;
        }

        var call = Pick(calls, step.A);
        if (!Go(call, step, Pick(extensions, step.C)))
        {
            return false;
        }

        if (step.Kind is StepKind.PickUp or StepKind.Deflect or StepKind.BlindTransfer or StepKind.TransferOrReturn or StepKind.TransferByCode or StepKind.Complete or StepKind.Park)
        {
            _moved.Add(call);
        }

        return true;
    }

    private bool Go(SimCall call, OfficeStep step, string to)
    {
        switch (step.Kind)
        {
            case StepKind.Answer:
                return call.RingingPhones is { Count: > 0 } phones ? Do(() => call.Answer(Pick(phones, step.B))) : call.TryAnswer(SimCall.Customer);
            case StepKind.HangUp:
                return Do(() => HangUp(call, step));
            case StepKind.Choose:
                return call.IsInMenu && Do(() => call.Choose(step.B % 2 == 0 || to == Pick(extensions, step.B) ? [to] : [to, Pick(extensions, step.B)]));
            case StepKind.Retrieve:
                return call.ParkingSpace is not null && !call.Operators.Any(who => who == to || CallsAlready(who, to)) && Do(() => call.Retrieve(to));
            case StepKind.ParkingTimeout:
                return call.ParkingSpace is not null && Do(call.ParkingTimesOut);
            case StepKind.RingTimeout:
                return Do(call.RingTimesOut);
            case StepKind.RingAgain:
                return Do(call.RingMembers);
        }

        return call.Ringing is { Count: > 0 } ringing
            ? Ring(call, step, Pick(ringing, step.B), to)
            : call.IsTalking && call.Operators.Count > 0 && Talk(call, step, Pick(call.Operators, step.B), to);
    }

    private static void HangUp(SimCall call, OfficeStep step)
    {
        if (call.IsTalking && step.B % 2 == 1 && call.Operators.Count > 0)
        {
            call.HangUp(Pick(call.Operators, step.B));
        }
        else
        {
            call.End();
        }
    }

    private bool Ring(SimCall call, OfficeStep step, string who, string to) => step.Kind switch
    {
        StepKind.Reject => Do(() => call.Reject(who, (RejectReason)(step.C % 3))),
        StepKind.PickUp when !call.Operators.Contains(to) && !(byDisplay && call.Operators.Any(caller => CallsAlready(caller, to))) => Do(() => call.PickUp(to, who)),
        StepKind.Deflect when !call.Ringing.Contains(to) && (!distinct || call.RingingPhones.Count == call.Ringing.Count) && !call.Operators.Any(caller => CallsAlready(caller, to)) => Do(() => call.Deflect(who, to)),
        _ => false,
    };

    private bool Talk(SimCall call, OfficeStep step, string by, string to) => step.Kind switch
    {
        StepKind.Hold when !call.IsHeldBy(by) => Do(() => call.Hold(by)),
        StepKind.Unhold when call.IsHeldBy(by) => Do(() => call.Unhold(by)),
        StepKind.BlindTransfer when CanGet(call, by, to) => Do(() => call.BlindTransfer(by, to)),
        StepKind.TransferOrReturn when CanGet(call, by, to) => Do(() => call.BlindTransfer(by, to, returns: true)),
        StepKind.TransferByCode when CanGet(call, by, to) && !call.IsHeldBy(by) => Do(() => call.BlindTransferByCode(by, to)),
        StepKind.Consult when CanAsk(call, by, to) => Do(() => pbx.Consult(call, by, to)),
        StepKind.ConsultByCode when CanAsk(call, by, to) && !(byDisplay && distinct && _moved.Contains(call)) => Do(() => pbx.ConsultByCode(call, by, to)), // rows of Asterisk 11 keep the first Dial
        StepKind.Complete when (call.IsHeldBy(by) || call.IsAside) && Consultation(call, by) is { } asked => Do(() => call.CompleteTransfer(asked)),
        StepKind.Park when !call.IsHeldBy(by) => Do(() => call.Park(by)),
        _ => false,
    };

    private bool CanGet(SimCall call, string by, string to) => !call.Operators.Contains(to) && !call.Operators.Any(other => other != by && CallsAlready(other, to));

    private bool CanAsk(SimCall call, string by, string to) =>
        call.Operators.Count == 1 && by != to && !call.IsHeldBy(by) && pbx.Calls.Count < OfficePlan.MaxCalls && !CallsAlready(by, to);

    // Answered, or still ringing.
    private SimCall? Consultation(SimCall call, string by) => pbx.Calls.FirstOrDefault(c => c != call && (c.IsTalking
        ? c.Operators is [var from, var to] && from == by && to != by && !call.Operators.Contains(to)
        : c.Operators is [var caller] && caller == by && c.Ringing is [var rung] && rung != by && !call.Operators.Contains(rung)));
}
