using System.Globalization;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Simulator.Office;

/// <summary>Lets steps happen on an emulated PBX. The same steps do the same each time; one that is impossible does nothing.</summary>
/// <param name="pbx">The PBX.</param>
/// <param name="extensions">Who works there.</param>
/// <param name="distinct">Every caller has a number of its own, and none withholds it: rows of a list cannot tell two who look the same apart.</param>
/// <param name="listsOnly">A list alone must tell the truth: nobody consults by <c>*2</c>, where rows do not always tell for whom.</param>
/// <param name="byDisplay">Asterisk 11: who consults by <c>*2</c> is known by the number on the colleague's display, which cannot tell two calls between the same two apart.</param>
internal sealed partial class OfficeDriver(EmulatedPbx pbx, IReadOnlyList<string> extensions, bool distinct, bool listsOnly, bool byDisplay)
{
    private const string GroupDid = "74951230200";
    private const string Room = "900";
    private readonly HashSet<SimCall> _moved = [];
    private int _numbers;

    /// <summary>How many calls began.</summary>
    public int Begun { get; private set; }

    /// <returns>Whether anything happened.</returns>
    public bool Do(OfficeStep step)
    {
        try
        {
            return step.Kind switch
            {
                StepKind.Crash => Do(pbx.Crash),
                StepKind.Restart => Do(pbx.Restart),
                _ => Begin(step) || Go(step),
            };
        }
        catch (InvalidOperationException)
        {
            return false; // the PBX knows best what it can't do now
        }
    }

    /// <summary>Everybody hangs up.</summary>
    public void Close()
    {
        while (pbx.Calls is [var call, ..])
        {
            call.End(); // a consultation's end may leave the customer's call
        }
    }

    private bool Begin(OfficeStep step)
    {
        var (one, other) = (Pick(extensions, step.A), Pick(extensions, step.C));
        if (pbx.Calls.Count >= OfficePlan.MaxCalls
            || (step.Kind is StepKind.Internal or StepKind.RingGroup && one == other)
            || (step.Kind == StepKind.Internal && CallsAlready(one, other)))
        {
            return false;
        }

        var begun = step.Kind switch
        {
            StepKind.Inbound => Do(() => pbx.Inbound(Number(step), Name(step), "74951230" + one, one)),
            StepKind.RingGroup => Do(() => pbx.Inbound(Number(step), Name(step), GroupDid, one, other)),
            StepKind.Queue => Do(() => pbx.EnterQueue(Number(step), Name(step), GroupDid, step.C % 3 == 0 && !listsOnly ? OfficePlan.LocalQueue : OfficePlan.Queue)),
            StepKind.Internal => Do(() => pbx.Internal(one, other)),
            StepKind.Outbound => Do(() => pbx.Outbound(one, NewNumber("8926"))),
            StepKind.Locals => Do(() => pbx.InboundThroughLocals(NewNumber("7916"), GroupDid, step.B % 2 == 0, one == other ? [one] : [one, other])),
            StepKind.Menu => Do(() => pbx.InboundToMenu(Number(step), Name(step), GroupDid)),
            StepKind.Click => Do(() => pbx.ClickToDial(one, NewNumber("8926"), step.B % 2 == 0)),
            StepKind.Conference when step.B % 3 == 0 => Do(() => pbx.InboundToConference(NewNumber("7916"), "", GroupDid, Room)),
            StepKind.Conference => pbx.Calls.All(c => (c.Conference is null || !c.Operators.Contains(one)) && !(byDisplay && c.IsAside)) && Do(() => pbx.JoinConference(one, Room)),
            StepKind.Spy => one != other && Do(() => pbx.Spy(one, other)),
            _ => false,
        };
        Begun += begun ? 1 : 0;
        return begun;
    }

    // Of two calls that ring between the same two phones, a list cannot tell whose is which, and a display not even which of the two called.
    private bool CallsAlready(string from, string to) =>
        (distinct || byDisplay) && pbx.Truth().Any(t => (t.From == from && t.To == to) || (byDisplay && t.From == to && t.To == from));

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
