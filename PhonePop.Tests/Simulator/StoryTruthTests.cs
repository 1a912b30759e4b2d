using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Soak;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Simulator;

/// <summary>Each story, on each Asterisk, over real TCP: after each step PhonePop shows what is true, and in the end how each call ended.</summary>
public sealed class StoryTruthTests
{
    private static readonly Story[] Stories =
    [
        .. AnsweringStories.All, .. TransferStories.All, .. ParkingStories.All, .. FeatureCodeStories.All, .. ClickToDialStories.All,
        .. QueueStories.All, .. LocalStories.All, .. ConferenceStories.All,
    ];

    public static TheoryData<AsteriskRelease, string> All => [.. Enum.GetValues<AsteriskRelease>().SelectMany(release => Stories.Select(story => (release, story.Name)))];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Story_is_shown_as_it_is(AsteriskRelease asterisk, string name)
    {
        var story = Stories.Single(s => s.Name == name);
        await using var office = await WatchedOffice.OpenAsync(Story.Office(asterisk, $"{asterisk} {name}"));

        foreach (var step in story.Play(office.Pbx))
        {
            await office.CatchUpAsync();
            office.Shown.Should().Equal(office.Expected, "{0}", step);
        }

        office.Pbx.Calls.Should().BeEmpty("the story is told to its end");
        office.Told.Where(c => !c.IsFinal).Select(c => c.Id).Should().BeSubsetOf(office.Told.Where(c => c.IsFinal).Select(c => c.Id), "each call ends for good");
        var ends = string.Join("; ", Ends(office).Order(StringComparer.Ordinal));
        ends.Should().Be(string.Join("; ", story.Ends.Order(StringComparer.Ordinal)), "all ends are {0}", ends);
    }

    public static TheoryData<AsteriskRelease, string> Listed => [.. Enum.GetValues<AsteriskRelease>().SelectMany(release => Stories.Select(story => (release, story.Name)))];

    [Theory]
    [MemberData(nameof(Listed))]
    public async Task Who_begins_to_watch_in_the_middle_learns_it_from_the_list(AsteriskRelease asterisk, string name)
    {
        var story = Stories.Single(s => s.Name == name);
        await using var office = await WatchedOffice.OpenAsync(Story.Office(asterisk, $"late {asterisk} {name}"));

        foreach (var step in story.Play(office.Pbx))
        {
            await using var late = await office.JoinAsync();

            CallTruth.WithoutHolds(late.Shown).Should().Equal(CallTruth.WithoutHolds(office.Expected), "{0}", step);
            if (asterisk == AsteriskRelease.Asterisk22)
            {
                await Until.TrueAsync(() => late.Shown.SequenceEqual(office.Expected)); // who is on hold is asked of each channel after the list
            }
        }
    }

    private static IEnumerable<string> Ends(WatchedOffice office) =>
        office.Told.Where(c => c.IsFinal).Select(c => $"{c.Extension} {Outcome(c)}{(c.Outcome == CallOutcome.AnsweredElsewhere ? $" by {c.AnsweredBy}" : "")}");

    private static string Outcome(Call call) => call.Outcome switch
    {
        CallOutcome.AnsweredElsewhere => "elsewhere",
        CallOutcome.Transferred when call.TransferredTo is null => "transferred", // who was consulted and got the customer
        CallOutcome.Transferred => $"transferred to {call.TransferredTo}",
        var outcome => outcome.ToString()!.ToLowerInvariant(),
    };
}
