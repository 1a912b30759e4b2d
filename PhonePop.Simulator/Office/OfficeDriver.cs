using System.Globalization;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Simulator.Office;

/// <summary>Lets steps happen on an emulated PBX. The same steps do the same each time; one that is impossible does nothing.</summary>
/// <param name="pbx">The PBX.</param>
/// <param name="extensions">Who works there.</param>
/// <param name="distinct">Every caller has a number of its own, and none withholds it: rows of a list cannot tell two who look the same apart.</param>
internal sealed class OfficeDriver(EmulatedPbx pbx, IReadOnlyList<string> extensions, bool distinct)
{
    private const string GroupDid = "74951230200";
    private int _numbers;

    /// <summary>How many calls began.</summary>
    public int Begun { get; private set; }

    /// <returns>Whether anything happened.</returns>
    public bool Do(OfficeStep step) => step.Kind switch
    {
        StepKind.Crash => Do(pbx.Crash),
        StepKind.Restart => Do(pbx.Restart),
        StepKind.Inbound or StepKind.RingGroup or StepKind.Queue or StepKind.Internal or StepKind.Outbound => Begin(step),
        StepKind.Answer or StepKind.Reject or StepKind.HangUp or StepKind.Hold or StepKind.Unhold or StepKind.BlindTransfer or StepKind.Consult or StepKind.Complete =>
            pbx.Calls is { Count: > 0 } calls && Go(Pick(calls, step.A), step),
        _ => false,
    };

    /// <summary>Everybody hangs up.</summary>
    public void Close()
    {
        foreach (var call in pbx.Calls)
        {
            call.End();
        }
    }

    private bool Begin(OfficeStep step)
    {
        var (one, other) = (Pick(extensions, step.A), Pick(extensions, step.C));
        if (pbx.Calls.Count >= OfficePlan.MaxCalls || (step.Kind is StepKind.Internal or StepKind.RingGroup && one == other)
            || (step.Kind == StepKind.Internal && CallsAlready(one, other)))
        {
            return false;
        }

        Begun++;
        return step.Kind switch
        {
            StepKind.Inbound => Do(() => pbx.Inbound(Number(step), Name(step), "74951230" + one, one)),
            StepKind.RingGroup => Do(() => pbx.Inbound(Number(step), Name(step), GroupDid, one, other)),
            StepKind.Queue => Do(() => pbx.EnterQueue(Number(step), Name(step), GroupDid, OfficePlan.Queue)),
            StepKind.Internal => Do(() => pbx.Internal(one, other)),
            _ => Do(() => pbx.Outbound(one, NewNumber("8926"))),
        };
    }

    private bool Go(SimCall call, OfficeStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Answer when call.Ringing.Count > 0:
                return Do(() => call.Answer(Pick(call.Ringing, step.B)));
            case StepKind.Answer:
                return call.TryAnswer(SimCall.Customer);
            case StepKind.Reject when call.Ringing.Count > 0:
                return Do(() => call.Reject(Pick(call.Ringing, step.B), (RejectReason)(step.C % 3)));
            case StepKind.HangUp when call.IsTalking && step.B % 2 == 1 && call.Operators.Count > 0:
                return Do(() => call.HangUp(Pick(call.Operators, step.B)));
            case StepKind.HangUp:
                return Do(call.End);
        }

        return call.IsTalking && call.Operators.Count > 0 && Talk(call, step, Pick(call.Operators, step.B), Pick(extensions, step.C));
    }

    private bool Talk(SimCall call, OfficeStep step, string by, string to) => step.Kind switch
    {
        StepKind.Hold when !call.IsHeldBy(by) => Do(() => call.Hold(by)),
        StepKind.Unhold when call.IsHeldBy(by) => Do(() => call.Unhold(by)),
        StepKind.BlindTransfer when !call.Operators.Contains(to) && !call.Operators.Any(other => other != by && CallsAlready(other, to)) => Do(() => call.BlindTransfer(by, to)),
        StepKind.Consult when call.Operators.Count == 1 && by != to && !call.IsHeldBy(by) && pbx.Calls.Count < OfficePlan.MaxCalls && !CallsAlready(by, to) => Do(() => pbx.Consult(call, by, to)),
        StepKind.Complete when call.IsHeldBy(by) && Consultation(call, by) is { } asked => Do(() => call.CompleteTransfer(asked)),
        _ => false,
    };

    // Of two calls that ring between the same two phones, a list cannot tell whose is which.
    private bool CallsAlready(string from, string to) => distinct && pbx.Truth().Any(t => t.From == from && t.To == to);

    private SimCall? Consultation(SimCall call, string by) =>
        pbx.Calls.FirstOrDefault(c => c != call && c.IsTalking && c.Operators is [var from, var to] && from == by && to != by && !call.Operators.Contains(to));

    private string Number(OfficeStep step) => (step.B % 12, distinct) switch
    {
        (0, false) => "anonymous",
        (1, false) when _numbers > 0 => Formatted("7916", _numbers), // the same caller once more
        _ => NewNumber("7916"),
    };

    private string NewNumber(string prefix) => Formatted(prefix, ++_numbers);

    private static string Formatted(string prefix, int number) => prefix + number.ToString("0000000", CultureInfo.InvariantCulture);

    private static string Name(OfficeStep step) => step.B % 3 == 0 ? "IVANOV" : "";

    private static T Pick<T>(IReadOnlyList<T> from, int which) => from[which % from.Count];

    private static bool Do(Action happen)
    {
        happen();
        return true;
    }
}
