using AwesomeAssertions;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Tests.Simulator;

/// <summary>Whatever people do, possible or not, in any order: the emulated PBX refuses what makes no sense, and forgets nobody.</summary>
public sealed class AnythingGoesTests
{
    private const int Steps = 1500;
    private static readonly string[] Extensions = ["100", "101", "102", "103", "104", "107"];

    public static TheoryData<AsteriskRelease, int> Offices => [.. Enum.GetValues<AsteriskRelease>().SelectMany(release => Enumerable.Range(1, 5).Select(seed => (release, seed)))];

    [Theory]
    [MemberData(nameof(Offices))]
    public async Task Nothing_is_left_when_all_have_hung_up(AsteriskRelease asterisk, int seed)
    {
        await using var pbx = EmulatedPbx.Start(Story.Office(asterisk, "s"));
        using var client = await RawAmiClient.LoginAsync(pbx.Port, secret: "s", events: "off");
        var random = new Random(seed);
        var done = 0;

        for (var step = 0; step < Steps; step++)
        {
            done += Try(() => Do(pbx, random)) ? 1 : 0;
            pbx.Truth().Should().NotContain(t => t.Customer == null && t.From == null);
        }

        while (pbx.Calls is [var call, ..])
        {
            call.End();
        }

        (await client.ListAsync("CoreShowChannels")).Select(row => $"{row["Channel"]} {row["Application"]} {row["ApplicationData"]}").Should().BeEmpty("of {0} things that were done", done);
        done.Should().BeGreaterThan(Steps / 8);
        pbx.Truth().Should().BeEmpty();
    }

    private static bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Do(EmulatedPbx pbx, Random random)
    {
        var calls = pbx.Calls;
        var (one, other) = (Pick(Extensions), Pick(Extensions));
        if (calls.Count < 2 || (calls.Count < 8 && random.Next(4) == 0))
        {
            Begin();
            return;
        }

        var call = Pick(calls);
        var by = Pick([.. call.Operators, .. call.Ringing, SimCall.Customer, one]);
        switch (random.Next(22))
        {
            case 0: call.HangUp(by); break;
            case 1 or 2 or 3 or 4: call.Answer(call.RingingPhones is { Count: > 0 } phones && random.Next(2) == 0 ? Pick(phones) : null); break;
            case 5: call.Reject(by, (RejectReason)random.Next(3)); break;
            case 6: call.Hold(by); break;
            case 7: call.Unhold(by); break;
            case 8: call.BlindTransfer(by, other, returns: random.Next(2) == 0); break;
            case 9: call.BlindTransferByCode(by, other); break;
            case 10 or 11: pbx.Consult(call, by, other); break;
            case 12: pbx.ConsultByCode(call, by, other); break;
            case 13 or 14 or 15: call.CompleteTransfer(Pick(calls)); break;
            case 16: call.Park(by); break;
            case 17: call.Retrieve(one); break;
            case 18: call.ParkingTimesOut(); break;
            case 19: call.PickUp(one); break;
            case 20: call.Deflect(by, other); break;
            default: Rarely(call); break;
        }

        void Rarely(SimCall rare)
        {
            switch (random.Next(4))
            {
                case 0: rare.RingTimesOut(); break;
                case 1: rare.RingMembers(); break;
                case 2: rare.Choose(one, other); break;
                default: rare.End(); break;
            }
        }

        void Begin()
        {
            var number = $"7916{random.Next(1_000_000, 10_000_000)}";
            switch (random.Next(11))
            {
                case 0: pbx.EnterQueue(number, "", "74951230200", "support"); break;
                case 1: pbx.EnterQueue(number, "", "74951230206", "localq"); break;
                case 2: pbx.Outbound(one, number); break;
                case 3: pbx.Internal(one, other); break;
                case 4: pbx.InboundThroughLocalChain(number, "74951230203", random.Next(2) == 0, random.Next(1, 3), one, other); break;
                case 5: pbx.InboundToMenu(number, "", "74951230208"); break;
                case 6: pbx.ClickToDial(one, number, random.Next(2) == 0); break;
                case 7: pbx.JoinConference(one, "9000"); break;
                case 8: pbx.InboundToConference(number, "", "74951230205", "9000"); break;
                case 9: pbx.Spy(one, other); break;
                default: pbx.Inbound(number, "", "74951230202", one, other); break;
            }
        }

        T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
    }
}
