using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>More than two, and who only listens.</summary>
internal static class ConferenceStories
{
    public static readonly Story[] All =
    [
        new("A customer and three operators in a conference", ["101 answered", "102 answered", "103 answered"], WithCustomer),
        new("Three operators in a conference", ["101 answered", "101 answered", "102 answered", "102 answered", "103 answered", "103 answered"], OperatorsOnly),
        new("A supervisor listens", ["101 answered"], Spied),
    ];

    private static IEnumerable<string> WithCustomer(EmulatedPbx pbx)
    {
        var customer = pbx.InboundToConference("79161234567", "", "74951230205", "9000");
        yield return "the customer waits";
        var one = pbx.JoinConference("101", "9000");
        yield return "101 joins";
        var two = pbx.JoinConference("102", "9000");
        yield return "102 joins";
        var three = pbx.JoinConference("103", "9000");
        yield return "103 joins";
        two.HangUp("102");
        yield return "102 leaves";
        one.HangUp("101");
        three.HangUp("103");
        yield return "the operators leave";
        customer.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> OperatorsOnly(EmulatedPbx pbx)
    {
        var one = pbx.JoinConference("101", "9000");
        yield return "101 waits";
        var two = pbx.JoinConference("102", "9000");
        yield return "102 joins";
        var three = pbx.JoinConference("103", "9000");
        yield return "103 joins";
        two.HangUp("102");
        yield return "102 leaves";
        one.HangUp("101");
        yield return "101 leaves";
        three.HangUp("103");
        yield return "over";
    }

    private static IEnumerable<string> Spied(EmulatedPbx pbx)
    {
        var call = pbx.Inbound("79161234567", "", "74951230101", "101");
        call.Answer("101");
        yield return "101 talks";
        var spy = pbx.Spy("100", "101");
        yield return "100 listens";
        spy.End();
        yield return "100 listens no more";
        call.HangUp();
        yield return "over";
    }
}
