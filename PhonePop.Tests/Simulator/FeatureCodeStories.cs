using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>Transfers by codes dialled in the call.</summary>
internal static class FeatureCodeStories
{
    public static readonly Story[] All =
    [
        new("Blind transfer by ##", ["100 transferred to 101", "101 answered"], pbx => Blind(pbx, Answered(pbx))),
        new("Blind transfer of an outbound call by ##", ["100 transferred to 101", "101 answered"], pbx => Blind(pbx, AnsweredOutside(pbx))),
        new("Attended transfer by *2", ["100 transferred to 101", "100 transferred to 101", "101 transferred", "101 answered"], pbx => Attended(pbx, Answered(pbx))),
        new("Attended transfer of an outbound call by *2", ["100 transferred to 101", "100 transferred to 101", "101 transferred", "101 answered"], pbx => Attended(pbx, AnsweredOutside(pbx))),
        new("The colleague asked by *2 refuses", ["100 answered", "100 busy", "101 missed"], Refused),
        new("The consultation by *2 is cancelled while it rings", ["100 answered", "100 noanswer", "101 missed"], Cancelled),
        new("The consultation by *2 is given up", ["100 answered", "100 answered", "101 answered"], GivenUp),
        new("The customer hangs up during the consultation by *2", ["100 answered", "100 answered", "101 answered"], CustomerLeaves),
    ];

    private static SimCall Answered(EmulatedPbx pbx)
    {
        var call = pbx.Inbound("79161234567", "", "74951230100", "100");
        call.Answer("100");
        return call;
    }

    private static SimCall AnsweredOutside(EmulatedPbx pbx)
    {
        var call = pbx.Outbound("100", "89161234567");
        call.Answer(SimCall.Customer);
        return call;
    }

    private static IEnumerable<string> Blind(EmulatedPbx pbx, SimCall call)
    {
        yield return "100 talks";
        call.BlindTransferByCode("100", "101");
        yield return "101 rings";
        call.Answer("101");
        yield return "101 talks";
        pbx.Calls.Single().HangUp("101");
        yield return "over";
    }

    private static IEnumerable<string> Attended(EmulatedPbx pbx, SimCall call)
    {
        yield return "100 talks";
        var consultation = pbx.ConsultByCode(call, "100", "101");
        yield return "100 asks 101";
        consultation.Answer("101");
        yield return "101 answers";
        call.CompleteTransfer(consultation);
        yield return "101 has the customer";
        call.Hold("101");
        yield return "101 holds";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Refused(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        var consultation = pbx.ConsultByCode(call, "100", "101");
        yield return "100 asks 101";
        consultation.Reject("101");
        yield return "100 is back with the customer";
        call.HangUp("100");
        yield return "over";
    }

    private static IEnumerable<string> Cancelled(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        var consultation = pbx.ConsultByCode(call, "100", "101");
        yield return "100 asks 101";
        consultation.HangUp("100");
        yield return "100 is back with the customer";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> GivenUp(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        var consultation = pbx.ConsultByCode(call, "100", "101");
        consultation.Answer("101");
        yield return "101 answers";
        consultation.HangUp("101");
        yield return "100 is back with the customer";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> CustomerLeaves(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        var consultation = pbx.ConsultByCode(call, "100", "101");
        consultation.Answer("101");
        yield return "101 answers";
        call.HangUp();
        yield return "the customer hangs up";
        consultation.HangUp("101");
        yield return "over";
    }
}
