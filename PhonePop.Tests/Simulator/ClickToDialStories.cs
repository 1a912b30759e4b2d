using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>The operator's own phone rings first.</summary>
internal static class ClickToDialStories
{
    public static readonly Story[] All =
    [
        new("Click-to-dial", ["101 answered"], pbx => Answered(pbx, throughLocal: false)),
        new("Click-to-dial through a Local channel", ["101 answered"], pbx => Answered(pbx, throughLocal: true)),
        new("Click-to-dial that the own phone does not answer", ["101 noanswer"], pbx => OwnPhone(pbx, throughLocal: false)),
        new("Click-to-dial through a Local channel that the own phone does not answer", ["101 noanswer"], pbx => OwnPhone(pbx, throughLocal: true)),
        new("Click-to-dial to a busy customer", ["101 busy"], pbx => BusyCustomer(pbx, throughLocal: false)),
        new("Click-to-dial through a Local channel to a busy customer", ["101 busy"], pbx => BusyCustomer(pbx, throughLocal: true)),
        new("Click-to-dial, given up while it rings", ["101 noanswer"], pbx => GivenUp(pbx, throughLocal: false)),
        new("Click-to-dial through a Local channel, given up while it rings", ["101 noanswer"], pbx => GivenUp(pbx, throughLocal: true)),
        new("Click-to-dial, then a transfer", ["101 transferred to 102", "102 answered"], Transferred),
    ];

    private static IEnumerable<string> Answered(EmulatedPbx pbx, bool throughLocal)
    {
        var call = pbx.ClickToDial("101", "89161234567", throughLocal);
        yield return "the own phone rings";
        call.Answer("101");
        yield return "the customer's phone rings";
        call.Answer(SimCall.Customer);
        yield return "the customer answers";
        call.Hold("101");
        yield return "101 holds";
        call.Unhold("101");
        yield return "101 takes back";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> OwnPhone(EmulatedPbx pbx, bool throughLocal)
    {
        var call = pbx.ClickToDial("101", "89161234567", throughLocal);
        yield return "the own phone rings";
        call.Reject("101", RejectReason.NoAnswer);
        yield return "over";
    }

    private static IEnumerable<string> BusyCustomer(EmulatedPbx pbx, bool throughLocal)
    {
        var call = pbx.ClickToDial("101", "89161234567", throughLocal);
        call.Answer("101");
        yield return "the customer's phone rings";
        call.Reject(SimCall.Customer, RejectReason.Busy);
        yield return "over";
    }

    private static IEnumerable<string> GivenUp(EmulatedPbx pbx, bool throughLocal)
    {
        var call = pbx.ClickToDial("101", "89161234567", throughLocal);
        call.Answer("101");
        yield return "the customer's phone rings";
        call.HangUp("101");
        yield return "over";
    }

    private static IEnumerable<string> Transferred(EmulatedPbx pbx)
    {
        var call = pbx.ClickToDial("101", "89161234567", throughLocal: true);
        call.Answer("101");
        call.Answer(SimCall.Customer);
        yield return "the customer answers";
        call.BlindTransfer("101", "102");
        yield return "102 rings";
        call.Answer("102");
        yield return "102 talks";
        call.HangUp("102");
        yield return "over";
    }
}
