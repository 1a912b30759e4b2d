using AwesomeAssertions;
using PhonePop.Ami.Channels;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Calls;

/// <summary>
/// A program that starts in the middle of calls, or comes back to them: after each event of every recording whose lists tell the same, and with events before, among and after the
/// rows of its first list. It must show what one shows that saw everything, and put nothing into history that did not happen.
/// </summary>
public sealed class LateStartTests
{
    private const int Few = 3;
    private const int Missed = 5;

    // Where the PBX tells nothing for so long, what is shown must be the same. Between two states a list tells some of it earlier, and some later.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    public static TheoryData<string> Stories => Recordings.StoriesFromAnywhere();

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task Whenever_it_starts_it_shows_what_is_true_and_invents_no_history(string name)
    {
        var told = RecordedSteps.Of(await Recordings.LoadAsync(name, TestContext.Current.CancellationToken));
        var truth = new List<IReadOnlyList<string>>();
        var full = Watcher(name);
        for (var i = 0; i < told.Steps.Count; i++)
        {
            full.Tell(told.Steps[i]);
            full.Wait(QuietAfter(told, i) ?? told.Steps[i].At);
            truth.Add(full.Shown);
        }

        var history = full.History.ToLookup(line => line);
        List<string> problems = [];
        for (var start = 0; start < told.Steps.Count - 1; start++)
        {
            foreach (var way in Enum.GetValues<Way>())
            {
                if (Problem(Watcher(name), told, start, way, truth, history) is { } problem)
                {
                    problems.Add($"{way} after #{start} {told.Steps[start].Event?.Text("Event"u8)}: {problem}");
                }
            }
        }

        string.Join("\n", problems).Should().BeEmpty("{0} is told from anywhere", name);
    }

    private static string? Problem(LateStart late, RecordedSteps told, int start, Way way, List<IReadOnlyList<string>> truth, ILookup<string, string> history)
    {
        var next = Begin(late, told, start, way);
        for (var i = next; i < told.Steps.Count; i++)
        {
            late.Tell(told.Steps[i]);
            if (QuietAfter(told, i) is { } quiet)
            {
                late.Wait(quiet);
                if (!late.Shown.SequenceEqual(truth[i]))
                {
                    return $"at #{i} {told.Steps[i].Event?.Text("Event"u8)} shows [{string.Join("; ", late.Shown)}] instead of [{string.Join("; ", truth[i])}]";
                }
            }
        }

        if (late.Model.Calls.Count + late.Model.Conversations.Count > 0)
        {
            return $"left over: [{string.Join("; ", late.Shown)}]";
        }

        late.List(told.Steps[^1], [], isFirst: false); // what came after a hang-up of which nobody had told may have left a channel
        var invented = late.History.GroupBy(line => line).Where(g => g.Count() > history[g.Key].Count() && !IsKnownLess(g.Key, g.Count(), history, way)).Select(g => g.Key).ToList();
        return late.Model.ChannelCount > 0 ? "a channel is left over"
            : invented.Count > 0 ? $"history invents [{string.Join("; ", invented)}], of [{string.Join("; ", history.Select(g => g.Key))}]"
            : late.Last.Any(c => !c.IsFinal) ? "a call is not final"
            : null;
    }

    /// <returns>The step that is told next.</returns>
    private static int Begin(LateStart late, RecordedSteps told, int start, Way way)
    {
        var some = told.Steps.Skip(start + 1).Take(Few).TakeWhile(s => s.Login is null && s.At - told.Steps[start].At < Quiet).ToList();
        if (way == Way.ComesBack)
        {
            foreach (var step in told.Steps.Take(start + 1 - Missed))
            {
                late.Tell(step);
            }

            late.Model.SetUncertain(true);
        }

        late.Wait(told.Steps[start].At);
        late.Open(told.Steps.Take(start + 1).Last(s => s.Login is not null).Login!.Value);
        switch (way)
        {
            case Way.EventsBefore:
                some.ForEach(late.Tell);
                late.List(told.Steps[start + some.Count], []);
                break;
            case Way.EventsAmong:
                late.List(told.Steps[start], some);
                break;
            case Way.EventsAfter:
                late.List(told.Steps[start + some.Count], []);
                some.ForEach(late.Tell);
                break;
            default:
                late.List(told.Steps[start], []);
                return start + 1;
        }

        return start + 1 + some.Count;
    }

    // Who gave whom to whom may have been told before the start or while the connection was lost, and that it was to a parking place.
    private static bool IsKnownLess(string line, int count, ILookup<string, string> history, Way way)
    {
        return (way == Way.ComesBack && Of("Transferred") > 0) || (line.EndsWith(" Answered", StringComparison.Ordinal) && Of("Answered") + Of("Transferred") + Of("Parked") >= count)
            || (line.EndsWith(" Transferred", StringComparison.Ordinal) && Of("Transferred") + Of("Parked") >= count);

        int Of(string outcome) => history[line[..(line.LastIndexOf(' ') + 1)] + outcome].Count();
    }

    private static LateStart Watcher(string name)
    {
        var (pattern, devices) = Recordings.Operators(name);
        return new LateStart(new OperatorDevices(pattern, devices));
    }

    private static TimeSpan? QuietAfter(RecordedSteps told, int step) =>
        step + 1 == told.Steps.Count || told.Steps[step + 1].At - told.Steps[step].At >= Quiet ? told.Steps[step].At + Quiet : null;

    private enum Way
    {
        /// <summary>The list comes before all else.</summary>
        Plain,

        /// <summary>Some events come first.</summary>
        EventsBefore,

        /// <summary>Some events come between its rows, which are older.</summary>
        EventsAmong,

        /// <summary>Some events come after it, though its rows know of them already.</summary>
        EventsAfter,

        /// <summary>The connection was lost for some events.</summary>
        ComesBack,
    }
}
