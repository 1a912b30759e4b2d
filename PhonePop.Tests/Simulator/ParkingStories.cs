using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>A customer waits in a parking space.</summary>
internal static class ParkingStories
{
    public static readonly Story[] All =
    [
        new("Parked by one, fetched by another", ["100 parked", "103 answered"], pbx => Fetched(pbx, Answered(pbx))),
        new("An outbound call is parked and fetched", ["100 parked", "103 answered"], pbx => Fetched(pbx, AnsweredOutside(pbx))),
        new("Two are parked at once", ["100 parked", "101 parked", "102 answered", "103 answered"], Two),
        new("Parked and fetched by the same", ["100 answered"], FetchedBySame),
        new("Parked too long: who parked is rung", ["100 answered"], TimesOut),
        new("The parked customer hangs up", ["100 parked"], GivesUp),
        new("A fetched customer is transferred", ["100 parked", "103 transferred to 101", "101 answered"], Transferred),
    ];

    private static SimCall Answered(EmulatedPbx pbx, string number = "79161234567", string by = "100")
    {
        var call = pbx.Inbound(number, "", "74951230" + by, by);
        call.Answer(by);
        return call;
    }

    private static SimCall AnsweredOutside(EmulatedPbx pbx)
    {
        var call = pbx.Outbound("100", "89161234567");
        call.Answer(SimCall.Customer);
        return call;
    }

    private static IEnumerable<string> Fetched(EmulatedPbx pbx, SimCall call)
    {
        yield return "100 talks";
        call.Park("100");
        yield return "parked";
        call.Retrieve("103");
        yield return "103 fetches";
        pbx.Calls.Single().HangUp("103");
        yield return "over";
    }

    private static IEnumerable<string> Two(EmulatedPbx pbx)
    {
        var (one, other) = (Answered(pbx), Answered(pbx, "79031112233", "101"));
        yield return "two talk";
        one.Park("100");
        other.Park("101");
        yield return "two are parked";
        other.Retrieve("102");
        yield return "102 fetches the second";
        one.Retrieve("103");
        yield return "103 fetches the first";
        one.HangUp();
        other.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> FetchedBySame(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        call.Park("100");
        yield return "parked";
        call.Retrieve("100");
        yield return "100 fetches";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> TimesOut(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        call.Park("100");
        yield return "parked";
        call.ParkingTimesOut();
        yield return "100 rings";
        call.Answer("100");
        yield return "100 talks";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> GivesUp(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        call.Park("100");
        yield return "parked";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Transferred(EmulatedPbx pbx)
    {
        var call = Answered(pbx);
        call.Park("100");
        call.Retrieve("103");
        yield return "103 talks";
        call.BlindTransfer("103", "101");
        yield return "101 rings";
        call.Answer("101");
        yield return "101 talks";
        call.HangUp();
        yield return "over";
    }
}
