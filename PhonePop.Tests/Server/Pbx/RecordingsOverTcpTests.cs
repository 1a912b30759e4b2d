using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>The whole path: recorded bytes over TCP, through login, model, board and HTTP, against what really happened.</summary>
public sealed class RecordingsOverTcpTests(ReplayedOffice office) : IClassFixture<ReplayedOffice>
{
    // The stories in which nobody answered a customer; in all others there is nobody to call back.
    private static readonly Dictionary<string, string[]> Missed = new(StringComparer.Ordinal)
    {
        ["02-missed"] = ["+79031112233 ×1"],
        ["02b-busy-and-declined"] = ["+79031112241 ×1", "+79031112243 ×1", "+79031112244 ×1"],
        ["06b-queue-abandoned"] = ["+74957778899 ×1"],
        ["20-restart-in-mid-call"] = ["+79037654321 ×1"], // rang when the PBX went down
    };

    public static TheoryData<string> All => Recordings.All();

    [Theory]
    [MemberData(nameof(All))]
    public Task The_API_shows_who_is_really_with_whom(string name) => PlayAsync(name, cutSeed: 0);

    [Theory]
    [MemberData(nameof(All))]
    public Task It_does_so_too_when_the_bytes_come_in_random_pieces(string name) => PlayAsync(name, ReplayedOffice.CutSeed);

    private async Task PlayAsync(string name, int cutSeed)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var pbxName = ReplayedOffice.PbxName(name, cutSeed);
        var pbx = office.Pbx(pbxName);

        // In what PhonePop recorded events may be missing. Lists tell what they would have told, but not holds, and here they come at other moments.
        Func<IReadOnlyList<string>, IReadOnlyList<string>> asFarAs = Recordings.IsKept(name) ? CallTruth.WithoutHolds : static all => all;
        foreach (var checkpoint in pbx.Recording.Timeline.Where(c => c.SettledAtByte is not null))
        {
            await pbx.PlayToAsync(checkpoint.SettledAtByte!.Value, cancellationToken);
            var expected = asFarAs(CallTruth.Expected(checkpoint.Truth));

            (await office.ShownAsync(pbxName, expected, asFarAs, cancellationToken)).Should().Equal(expected, "{0}, seed {1}: {2}", name, cutSeed, checkpoint.Label);
        }

        if (!Recordings.IsKept(name))
        {
            var missed = Missed.GetValueOrDefault(Path.GetFileName(name), []);
            (await office.MissedAsync(pbxName, missed.Length)).Should().Equal(missed, "{0}, seed {1}: who is to be called back", name, cutSeed);
        }
    }
}
