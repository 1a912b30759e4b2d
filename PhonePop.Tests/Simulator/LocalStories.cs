using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>The same as if Local channels were not there.</summary>
internal static class LocalStories
{
    public static readonly Story[] All =
    [
        new("Through a Local channel that goes at the answer", ["101 answered"], pbx => Answered(pbx, kept: false)),
        new("Through a Local channel that stays", ["101 answered"], pbx => Answered(pbx, kept: true)),
        new("Through Local channels to two phones, that go", ["101 answered", "102 elsewhere by 101"], pbx => Group(pbx, kept: false)),
        new("Through Local channels to two phones, that stay", ["101 answered", "102 elsewhere by 101"], pbx => Group(pbx, kept: true)),
        new("Through a chain of three Local channels that go", ["101 answered", "102 elsewhere by 101"], pbx => Chain(pbx, kept: false)),
        new("Through a chain of three Local channels that stay", ["101 answered", "102 elsewhere by 101"], pbx => Chain(pbx, kept: true)),
        new("Through a chain of Local channels, refused", ["101 missed"], ChainRefused),
        new("Through a Local channel, given up", ["101 missed"], GivenUp),
        new("Through a Local channel, busy", ["101 missed"], Busy),
        new("Through a Local channel, then transferred", ["101 transferred to 102", "102 answered"], Transferred),
        new("Through a Local channel to three phones", ["104 answered"], ThreePhones),
    ];

    private static IEnumerable<string> Answered(EmulatedPbx pbx, bool kept)
    {
        var call = pbx.InboundThroughLocals("79161234567", "74951230203", kept, "101");
        yield return "101 rings";
        call.Answer("101");
        yield return "101 talks";
        call.Hold("101");
        yield return "101 holds";
        call.Unhold("101");
        yield return "101 takes back";
        call.HangUp("101");
        yield return "over";
    }

    private static IEnumerable<string> Group(EmulatedPbx pbx, bool kept)
    {
        var call = pbx.InboundThroughLocals("79161234567", "74951230207", kept, "101", "102");
        yield return "two ring";
        call.Answer("101");
        yield return "101 talks";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Chain(EmulatedPbx pbx, bool kept)
    {
        var call = pbx.InboundThroughLocalChain("79161234567", "74951230207", kept, 3, "101", "102");
        yield return "two ring";
        call.Answer("101");
        yield return "101 talks";
        call.Hold("101");
        yield return "101 holds";
        call.Unhold("101");
        yield return "101 takes back";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> ChainRefused(EmulatedPbx pbx)
    {
        var call = pbx.InboundThroughLocalChain("79161234567", "74951230203", kept: false, 2, "101");
        yield return "101 rings";
        call.Reject("101");
        yield return "over";
    }

    private static IEnumerable<string> GivenUp(EmulatedPbx pbx)
    {
        var call = pbx.InboundThroughLocals("79161234567", "74951230203", kept: false, "101");
        yield return "101 rings";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> Busy(EmulatedPbx pbx)
    {
        var call = pbx.InboundThroughLocals("79161234567", "74951230203", kept: false, "101");
        yield return "101 rings";
        call.Reject("101");
        yield return "over";
    }

    private static IEnumerable<string> Transferred(EmulatedPbx pbx)
    {
        var call = pbx.InboundThroughLocals("79161234567", "74951230203", kept: false, "101");
        call.Answer("101");
        yield return "101 talks";
        call.BlindTransfer("101", "102");
        yield return "102 rings";
        call.Answer("102");
        yield return "102 talks";
        call.HangUp();
        yield return "over";
    }

    private static IEnumerable<string> ThreePhones(EmulatedPbx pbx)
    {
        var call = pbx.InboundThroughLocals("79161234567", "74951230203", kept: false, "104");
        yield return "all ring";
        call.Reject(call.RingingPhones[0]);
        yield return "one refuses";
        call.Answer(call.RingingPhones[1]);
        yield return "one is answered";
        call.HangUp();
        yield return "over";
    }
}
