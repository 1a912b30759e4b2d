using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>Who picks up what rings where.</summary>
internal static class AnsweringStories
{
    public static readonly Story[] All =
    [
        new("Three phones of one extension ring, the second is answered", ["104 answered"], pbx => ThreePhones(pbx, "104-soft")),
        new("Three phones of one extension ring, and each refuses", ["104 missed"], ThreePhonesRefuse),
        new("Three phones of one extension and a colleague ring, the colleague answers", ["104 elsewhere by 101", "101 answered"], PhonesAndColleague),
        new("A colleague picks up", ["101 elsewhere by 103", "103 answered"], PickUp),
        new("A colleague picks up one of a ring group", ["101 elsewhere by 103", "102 elsewhere by 103", "103 answered"], PickUpOfGroup),
        new("A colleague picks up a call from a queue", ["101 elsewhere by 100", "102 elsewhere by 100", "103 elsewhere by 100", "100 answered"], PickUpOfQueue),
        new("A colleague picks up an internal call", ["101 noanswer", "101 answered", "102 elsewhere by 103", "103 answered"], PickUpOfInternal),
        new("A ringing phone deflects to a colleague", ["101 elsewhere by 102", "102 answered"], Deflect),
        new("A second call comes while the first is talked in", ["101 answered", "101 answered"], SecondCall),
        new("The same caller calls two operators at once", ["101 answered", "102 answered"], SameCallerTwice),
        new("A caller who withholds the number", ["101 answered"], Withheld),
        new("A voice menu answers first", ["100 answered"], Menu),
        new("The customer's side holds", ["101 answered"], CustomerHolds),
    ];

    private static IEnumerable<string> ThreePhones(EmulatedPbx pbx, string phone)
    {
        var call = pbx.Inbound("79161234567", "", "74951230104", "104");
        yield return "all ring";
        call.Answer(call.RingingPhones.Single(p => p.EndsWith(phone, StringComparison.Ordinal)));
        yield return "one is answered";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> ThreePhonesRefuse(EmulatedPbx pbx)
    {
        var call = pbx.Inbound("79161234567", "", "74951230104", "104");
        yield return "all ring";
        foreach (var phone in call.RingingPhones)
        {
            call.Reject(phone);
            yield return $"{phone} refuses";
        }
    }

    private static IEnumerable<string> PhonesAndColleague(EmulatedPbx pbx)
    {
        var call = pbx.Inbound("79161234567", "", "74951230202", "104", "101");
        yield return "all ring";
        call.Reject(call.RingingPhones[0]);
        yield return "the first refuses";
        call.Answer("101");
        yield return "the colleague answers";
        call.HangUp("101");
        yield return "over";
    }

    private static IEnumerable<string> PickUp(EmulatedPbx pbx)
    {
        var call = pbx.Inbound("79161234567", "", "74951230101", "101");
        yield return "101 rings";
        call.PickUp("103");
        yield return "103 picks up";
        call.Hold("103");
        yield return "103 holds";
        call.Unhold("103");
        yield return "103 takes back";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> PickUpOfGroup(EmulatedPbx pbx)
    {
        var call = pbx.Inbound("79161234567", "", "74951230202", "101", "102");
        yield return "two ring";
        call.PickUp("103", "102");
        yield return "103 picks up";
        call.HangUp("103");
        yield return "over";
    }

    private static IEnumerable<string> PickUpOfQueue(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        yield return "three ring";
        call.PickUp("100", "102");
        yield return "100 picks up";
        call.HangUp("100");
        yield return "over";
    }

    private static IEnumerable<string> PickUpOfInternal(EmulatedPbx pbx)
    {
        var call = pbx.Internal("101", "102");
        yield return "102 rings";
        call.PickUp("103");
        yield return "103 picks up";
        call.HangUp("101");
        yield return "over";
    }

    private static IEnumerable<string> Deflect(EmulatedPbx pbx)
    {
        var call = pbx.Inbound("79161234567", "", "74951230101", "101");
        yield return "101 rings";
        call.Deflect("101", "102");
        yield return "102 rings";
        call.Answer("102");
        yield return "102 answers";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> SecondCall(EmulatedPbx pbx)
    {
        var first = pbx.Inbound("79161234567", "", "74951230101", "101");
        first.Answer("101");
        yield return "101 talks";
        var second = pbx.Inbound("79031112233", "", "74951230101", "101");
        yield return "and is rung";
        first.Hold("101");
        second.Answer("101");
        yield return "101 holds the first and answers";
        second.HangUp();
        yield return "the second ends";
        first.Unhold("101");
        yield return "the first goes on";
        first.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> SameCallerTwice(EmulatedPbx pbx)
    {
        var first = pbx.Inbound("79161234567", "", "74951230101", "101");
        var second = pbx.Inbound("79161234567", "", "74951230102", "102");
        yield return "both ring";
        second.Answer("102");
        yield return "one talks";
        first.Answer("101");
        yield return "both talk";
        second.HangUp();
        yield return "one ends";
        first.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Withheld(EmulatedPbx pbx)
    {
        var call = pbx.Inbound("anonymous", "Anonymous", "74951230101", "101");
        yield return "101 rings";
        call.Answer("101");
        yield return "101 talks";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Menu(EmulatedPbx pbx)
    {
        var call = pbx.InboundToMenu("79161234567", "", "74951230208");
        yield return "the menu speaks";
        call.Choose("100");
        yield return "100 rings";
        call.Answer("100");
        yield return "100 talks";
        call.HangUp("100");
        yield return "over";
    }

    private static IEnumerable<string> CustomerHolds(EmulatedPbx pbx)
    {
        var call = pbx.Inbound("79161234567", "", "74951230101", "101");
        call.Answer("101");
        yield return "101 talks";
        call.Hold(SimCall.Customer);
        yield return "the customer holds";
        call.Unhold(SimCall.Customer);
        yield return "the customer takes back";
        call.HangUp("101");
        yield return "over";
    }
}
