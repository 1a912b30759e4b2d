using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>Customers who wait.</summary>
internal static class QueueStories
{
    public static readonly Story[] All =
    [
        new("A queue rings all, one answers", ["101 elsewhere by 102", "102 answered", "103 elsewhere by 102"], RingAll),
        new("A queue's member declines, another answers", ["101 elsewhere by 103", "102 elsewhere by 103", "103 answered"], Declined),
        new("A queue rings again", ["101 elsewhere by 102", "102 answered", "103 elsewhere by 102"], Again),
        new("A queue rings again, and the caller gives up", ["101 missed", "102 missed", "103 missed"], AgainAndGivenUp),
        new("A queue with Local members", ["107 answered", "108 elsewhere by 107"], LocalMembers),
        new("A queue with Local members who decline, and again", ["107 elsewhere by 108", "108 answered"], LocalMembersDecline),
        new("A caller gives up in a queue with Local members", ["107 missed", "108 missed"], LocalMembersGivenUp),
        new("A queue's call is deflected", ["101 elsewhere by 100", "102 elsewhere by 100", "103 elsewhere by 100", "100 answered"], Deflected),
    ];

    private static IEnumerable<string> RingAll(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        yield return "three ring";
        call.Answer("102");
        yield return "102 talks";
        call.HangUp("102");
        yield return "over";
    }

    private static IEnumerable<string> Declined(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        yield return "three ring";
        call.Reject("101", RejectReason.Declined);
        yield return "101 declines";
        call.Answer("103");
        yield return "103 talks";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Again(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        yield return "three ring";
        call.RingTimesOut();
        yield return "nobody rings";
        call.RingMembers();
        yield return "three ring again";
        call.Answer("102");
        yield return "102 talks";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> AgainAndGivenUp(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        call.RingTimesOut();
        yield return "nobody rings";
        call.RingMembers();
        yield return "three ring again";
        call.RingTimesOut();
        yield return "nobody rings again";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> LocalMembers(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230206", "localq");
        yield return "two ring";
        call.Answer("107");
        yield return "107 talks";
        call.Hold("107");
        yield return "107 holds";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> LocalMembersDecline(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230206", "localq");
        call.Reject("107");
        yield return "107 declines";
        call.Reject("108");
        yield return "108 declines";
        call.RingMembers();
        yield return "two ring again";
        call.Answer("108");
        yield return "108 talks";
        call.HangUp("108");
        yield return "over";
    }

    private static IEnumerable<string> LocalMembersGivenUp(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230206", "localq");
        yield return "two ring";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Deflected(EmulatedPbx pbx)
    {
        var call = pbx.EnterQueue("79161234567", "", "74951230200", "support");
        yield return "three ring";
        call.Deflect("102", "100");
        yield return "100 rings in place of 102";
        call.Answer("100");
        yield return "100 talks";
        call.HangUp();
        yield return "over";
    }
}
