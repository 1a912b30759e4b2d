using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>Transfers by the phone's own buttons (SIP REFER).</summary>
internal static class TransferStories
{
    public static readonly Story[] All =
    [
        new("Blind transfer", ["100 transferred to 101", "101 answered"], pbx => Blind(pbx, Answered(pbx))),
        new("Blind transfer of an outbound call", ["100 transferred to 101", "101 answered"], pbx => Blind(pbx, AnsweredOutside(pbx))),
        new("Blind transfer of a queue's call", ["101 transferred to 100", "102 elsewhere by 101", "103 elsewhere by 101", "100 answered"], BlindOfQueue),
        new("Blind transfer to a busy phone", ["100 transferred to 101", "101 missed"], BlindToBusy),
        new("Blind transfer to a phone that nobody answers, which returns", ["100 answered", "101 elsewhere by 100"], BlindReturns),
        new("Attended transfer", ["100 transferred to 101", "100 transferred to 101", "101 transferred", "101 answered"], pbx => Attended(pbx, Answered(pbx))),
        new("Attended transfer of an outbound call", ["100 transferred to 101", "100 transferred to 101", "101 transferred", "101 answered"], pbx => Attended(pbx, AnsweredOutside(pbx))),
        new("Transfer while the target still rings", ["100 transferred to 101", "100 transferred to 101", "101 transferred", "101 answered"], pbx => Ringing(pbx, Answered(pbx))),
        new("Transfer of an outbound call while the target still rings", ["100 transferred to 101", "100 transferred to 101", "101 transferred", "101 answered"], pbx => Ringing(pbx, AnsweredOutside(pbx))),
        new("The consulted colleague refuses", ["100 answered", "100 busy", "101 missed"], Refused),
        new("The consultation is cancelled", ["100 answered", "100 noanswer", "101 missed"], Cancelled),
        new("The customer hangs up during the consultation", ["100 answered", "100 answered", "101 answered"], CustomerLeaves),
        new("Two transfers in a row", ["100 transferred to 101", "101 transferred to 102", "102 answered"], InARow),
        new("An attended transfer, then a blind one back", ["100 transferred to 101", "100 answered", "101 transferred", "101 transferred to 100"], AttendedAndBack),
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
        call.BlindTransfer("100", "101");
        yield return "101 rings";
        call.Answer("101");
        yield return "101 talks";
        pbx.Calls.Single().HangUp("101");
        yield return "over";
    }

    private static IEnumerable<string> BlindOfQueue(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        yield return "three ring";
        call.Answer("101");
        yield return "101 talks";
        call.BlindTransfer("101", "100");
        yield return "100 rings";
        call.Answer("100");
        yield return "100 talks";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> BlindToBusy(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        yield return "100 talks";
        call.BlindTransfer("100", "101");
        yield return "101 rings";
        call.Reject("101", RejectReason.Busy);
        yield return "over";
    }

    private static IEnumerable<string> BlindReturns(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        yield return "100 talks";
        call.BlindTransfer("100", "101", returns: true);
        yield return "101 rings";
        call.Reject("101", RejectReason.NoAnswer);
        yield return "100 rings again";
        call.Answer("100");
        yield return "100 talks again";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Attended(EmulatedPbx pbx, SimCall call)
    {
        yield return "100 talks";
        var consultation = pbx.Consult(call, "100", "101");
        yield return "100 asks 101";
        consultation.Answer("101");
        yield return "101 answers";
        call.CompleteTransfer(consultation);
        yield return "101 has the customer";
        call.Hold("101");
        yield return "101 holds";
        call.Unhold("101");
        yield return "101 takes back";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Ringing(EmulatedPbx pbx, SimCall call)
    {
        yield return "100 talks";
        var consultation = pbx.Consult(call, "100", "101");
        yield return "100 asks 101";
        call.CompleteTransfer(consultation);
        yield return "101 rings for the customer";
        call.Answer("101");
        yield return "101 talks";
        call.HangUp("101");
        yield return "over";
    }

    private static IEnumerable<string> Refused(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        var consultation = pbx.Consult(call, "100", "101");
        yield return "100 asks 101";
        consultation.Reject("101");
        yield return "101 refuses";
        call.Unhold("100");
        yield return "100 takes the customer back";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Cancelled(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        var consultation = pbx.Consult(call, "100", "101");
        yield return "100 asks 101";
        consultation.HangUp("100");
        yield return "100 gives up";
        call.Unhold("100");
        yield return "100 takes the customer back";
        call.HangUp("100");
        yield return "over";
    }

    private static IEnumerable<string> CustomerLeaves(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        var consultation = pbx.Consult(call, "100", "101");
        consultation.Answer("101");
        yield return "100 asks 101";
        call.HangUp();
        yield return "the customer hangs up";
        consultation.HangUp("101");
        yield return "over";
    }

    private static IEnumerable<string> InARow(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        call.BlindTransfer("100", "101");
        yield return "101 rings";
        call.Answer("101");
        yield return "101 talks";
        call.BlindTransfer("101", "102");
        yield return "102 rings";
        call.Answer("102");
        yield return "102 talks";
        call.HangUp("102");
        yield return "over";
    }

    private static IEnumerable<string> AttendedAndBack(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        var consultation = pbx.Consult(call, "100", "101");
        consultation.Answer("101");
        yield return "100 asks 101";
        call.CompleteTransfer(consultation);
        yield return "101 has the customer";
        call.BlindTransfer("101", "100");
        yield return "100 rings";
        call.Answer("100");
        yield return "100 has the customer";
        call.HangUp();
        yield return "over";
    }
}
