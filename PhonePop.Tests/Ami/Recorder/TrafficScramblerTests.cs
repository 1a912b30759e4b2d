using System.Text;
using AwesomeAssertions;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Recorder;
using PhonePop.Simulator;
using PhonePop.Simulator.Replay;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Recorder;

public sealed class TrafficScramblerTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static TheoryData<string> Stories => Recordings.Stories();

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task No_number_and_no_name_of_the_original_is_left_in_any_notation(string name)
    {
        var (before, after, _) = await ScrambledAsync(name);
        var (original, scrambled) = (Lines(before), Lines(after));

        var numbers = original.Where(l => l.Key.Contains("CallerID", StringComparison.OrdinalIgnoreCase) || l.Key.Contains("ConnectedLine", StringComparison.OrdinalIgnoreCase) || l.Key is "Exten" or "Extension")
            .Select(l => Digits(l.Value)).Where(d => d.Length >= 6).Select(d => d[^Math.Min(7, d.Length)..]).Distinct().ToList();
        var names = original.Where(l => l.Key.EndsWith("CallerIDName", StringComparison.OrdinalIgnoreCase) || l.Key.EndsWith("ConnectedLineName", StringComparison.OrdinalIgnoreCase) || (l.Key == "MemberName" && !l.Value.Contains('/'))) // a member without a name is called after its device
            .SelectMany(l => l.Value.Split(' ', '"', '<', '>', '(', ')', ':', '-', '/', '@', '\\')).Where(w => w.Length >= 4 && w.Any(char.IsLetter)).Distinct()
            .Except(["unknown", "Anonymous", "Private"]).ToList();

        names.Should().NotBeEmpty();
        scrambled.Where(l => numbers.Any(n => WithoutSeparators(l.Value).Contains(n, StringComparison.Ordinal))).Should().BeEmpty();
        scrambled.Where(l => !IsFixed(l.Key) && names.Any(n => l.Value.Contains(n, StringComparison.OrdinalIgnoreCase))).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task The_calls_are_the_same_with_other_numbers(string name)
    {
        var (before, after, recording) = await ScrambledAsync(name);
        var (original, scrambled) = (OfflineReplay.Moments(before, RecorderFeed.Pbx), OfflineReplay.Moments(after, RecorderFeed.Pbx));

        after.Bytes.Length.Should().Be(before.Bytes.Length);
        after.Bytes.Should().NotEqual(before.Bytes);
        scrambled.Select(m => m.SettledAtByte).Should().Equal(original.Select(m => m.SettledAtByte));
        var fakes = new Dictionary<string, string>();
        foreach (var (was, now) in original.Zip(scrambled).SelectMany(m => m.First.Truth.Zip(m.Second.Truth)))
        {
            now.Should().BeEquivalentTo(was, o => o.Excluding(t => t.Customer));
            if (was.Customer is { } customer)
            {
                now.Customer.Should().Be(fakes.GetValueOrDefault(customer, now.Customer!), "one customer stays one");
                fakes[customer] = now.Customer!;
                (customer == now.Customer).Should().Be(customer == "anonymous");
            }
        }

        fakes.Values.Should().OnlyHaveUniqueItems("two customers stay two");
        Line(recording.Bytes.Span).Should().Equal(Line(after.Bytes), "events come in the same order, about the same channels and queues");
    }

    [Theory]
    [InlineData("+7 916 123-45-67")]
    [InlineData("8(916)123-45-67")]
    [InlineData("8 (916) 1234567")]
    [InlineData("89161234567")]
    [InlineData("989161234567")]
    [InlineData("9161234567")]
    [InlineData("sip:+79161234567@10.0.0.5:5060")]
    [InlineData("PJSIP/79161234567@trunk-msk,60,tT")]
    [InlineData("Local/79161234567@from-internal-00000012;1")]
    [InlineData("20261124-153000-79161234567-101.wav")]
    [InlineData("101 89161234567")]
    [InlineData("1234567")]
    public void A_number_gets_the_same_last_digits_in_every_notation(string text)
    {
        var numbers = new NumberScrambler(Key, new HashSet<string>());
        var fake = Digits(numbers.Replace("79161234567"))[4..];

        var made = numbers.Replace(text);

        fake.Should().NotBe("1234567");
        made.Should().HaveLength(text.Length);
        Digits(made).Should().Contain(fake).And.NotContain("1234567");
        Shape(made).Should().Be(Shape(text));
    }

    [Theory]
    [InlineData("101")]
    [InlineData("10101")]
    [InlineData("PJSIP/101-00000012")]
    [InlineData("Local/101@from-internal-00000012;2")]
    [InlineData("1795534974.4")]
    [InlineData("127.0.0.1:5060")]
    [InlineData("ab4f5a63-b010-4e89-b24a-653123456789")]
    [InlineData("PJSIP/102,40,tTkK")]
    public void What_is_no_number_of_a_customer_stays(string text) => new NumberScrambler(Key, new HashSet<string>()).Replace(text).Should().Be(text);

    [Fact]
    public void Six_digits_with_their_area_code_are_one_number_in_both_notations()
    {
        var numbers = new NumberScrambler(Key, new HashSet<string>());

        Digits(numbers.Replace("8 (3412) 123456")).Should().Be(numbers.Replace("83412123456"));
    }

    [Fact]
    public void Numbers_one_after_another_are_all_replaced()
    {
        var made = new NumberScrambler(Key, new HashSet<string>()).Replace("8 916 123-45-67 8 926 765-43-21");

        Digits(made).Should().NotContain("123456").And.NotContain("765432").And.NotContain("9161234");
    }

    [Fact]
    public void A_name_in_Windows_1251_stays_one_of_the_same_length_and_no_UTF8()
    {
        var name = Encoding.Latin1.GetString([0xC0, 0xED, 0xED, 0xE0]);

        var made = new NameScrambler(Key).Name(name);

        made.Should().HaveLength(4).And.NotBe(name);
        made.Should().MatchRegex("^[\u00c0-\u00ff]{4}$");
    }

    [Fact]
    public void A_word_that_the_dialplan_uses_stays_outside_names()
    {
        var names = new NameScrambler(Key);
        names.Learn("support: Ivan Petrov");
        names.LearnStructure("support");

        names.Names("support,t,,,300").Should().Be("support,t,,,300");
        names.Names("Ivan%20PETROV").Should().NotContainAny("Ivan", "PETROV").And.Contain("%20");
        names.Name("Ivan").Should().Be(names.Names("Ivan"));
    }

    private static async Task<(RecordedTraffic Before, RecordedTraffic After, Recording Recording)> ScrambledAsync(string name)
    {
        var recording = await Recordings.LoadAsync(name, TestContext.Current.CancellationToken);
        var before = new RecorderFeed().Tell(recording).Cut();
        return (before, new TrafficScrambler(before, new OperatorDevices(@"^\d{2,5}$"), Key).Scramble(before), recording);
    }

    private static List<(string Key, string Value)> Lines(RecordedTraffic traffic) => [.. Encoding.UTF8.GetString(traffic.Bytes).Split("\r\n").Where(l => l.Contains(": ", StringComparison.Ordinal))
        .Select(l => (l[..l.IndexOf(": ", StringComparison.Ordinal)], l[(l.IndexOf(": ", StringComparison.Ordinal) + 2)..]))];

    // Ids and times, and the words of Asterisk itself: "Event: Hangup" is also somebody's name in these stories.
    private static bool IsFixed(string key) => key is "Event" or "Response" or "Privilege" or "Message" or "ActionID" or "Application" or "Context" or "Variable" or "Channel" or "Cause-txt" or "Service";

    private static List<string> Line(ReadOnlySpan<byte> bytes) => [.. Encoding.Latin1.GetString(bytes).Split("\r\n")
        .Where(l => l.StartsWith("Event: ", StringComparison.Ordinal) || l.StartsWith("Uniqueid: ", StringComparison.Ordinal) || l.StartsWith("Queue: ", StringComparison.Ordinal))];

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static string WithoutSeparators(string text) => string.Concat(text.Where(c => c is not (' ' or '-' or '(' or ')')));

    private static string Shape(string text) => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? '0' : c));
}
