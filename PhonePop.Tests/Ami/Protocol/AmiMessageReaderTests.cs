using System.Text;
using AwesomeAssertions;
using CsCheck;
using PhonePop.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami.Protocol;

public sealed class AmiMessageReaderTests
{
    public static TheoryData<string> Recorded => Recordings.All();

    [Theory]
    [InlineData("Event: A\r\nX: 1\r\n\r\nEvent: B\r\n\r\n")]
    [InlineData("Event: A\nX: 1\n\nEvent: B\n\n")]
    [InlineData("Event: A\r\nX: 1\n\r\nEvent: B\n\n")]
    public void Line_ends_may_be_of_either_kind(string text)
    {
        var messages = Split(Bytes(text));

        messages.Select(m => m.Get("Event")).Should().Equal("A", "B");
        messages[0].Get("X").Should().Be("1");
    }

    [Fact]
    public void Bytes_that_come_one_by_one_make_the_same_messages()
    {
        var bytes = Bytes("Event: A\r\nX: 1\r\n\r\nResponse: Follows\r\nPrivilege: Command\r\nActionID: 7\r\none\n\ntwo\n--END COMMAND--\r\n\r\nEvent: B\r\n\r\n");

        var messages = Split(bytes, Enumerable.Repeat(1, bytes.Length));

        messages.Should().HaveCount(3);
        messages[1].Output.Should().Equal("one", "", "two");
        messages[2].Get("Event").Should().Be("B");
    }

    [Fact]
    public void An_endless_message_is_refused_by_name_of_the_limit()
    {
        var reader = new AmiMessageReader(4096);
        var endless = new byte[5000];
        endless.AsSpan().Fill((byte)'x');

        var act = () => reader.TryRead(endless, out _);

        act.Should().Throw<AmiProtocolException>().WithMessage("*4096*MaxMessageBytes*");
    }

    [Fact]
    public void A_value_of_just_the_limit_passes_with_the_fields_around_it()
    {
        var reader = new AmiMessageReader(1024 * 1024);

        reader.TryRead(Bytes($"Event: VarSet\r\nUniqueid: 1.1\r\nValue: {new string('v', 1024 * 1024)}\r\n\r\n"), out var length).Should().BeTrue();

        length.Should().BeGreaterThan(1024 * 1024);
    }

    [Theory]
    [InlineData("Event: Newchannel\r\nCallerIDName: command output follows\r\nUniqueid: 1\r\n\r\n")]
    [InlineData("Event: Newchannel\r\nCallerIDName: --END COMMAND--\r\nUniqueid: 1\r\n\r\n")]
    [InlineData("Event: Newchannel\r\nCallerIDName: Response: Follows\r\nPrivilege: Command\r\nUniqueid: 1\r\n\r\n")]
    [InlineData("Response: Success\r\nMessage: Command output follows\r\nUniqueid: 1\r\n\r\n")]
    [InlineData("Response: Follows\r\nUniqueid: 1\r\n\r\n")]
    public void What_a_value_says_never_swallows_the_next_event(string hostile)
    {
        var messages = Split(Bytes(hostile + "Event: Hangup\r\nUniqueid: 2\r\n\r\n"));

        messages.Select(m => m.Get("Uniqueid")).Should().Equal("1", "2");
    }

    [Fact]
    public void Command_output_of_Asterisk_11_may_quote_its_own_end()
    {
        var messages = Split(Bytes("Response: Follows\r\nPrivilege: Command\r\nActionID: 7\r\nname --END COMMAND--\n\nlast\n--END COMMAND--\r\n\r\nEvent: B\r\n\r\n"));

        messages[0].Output.Should().Equal("name --END COMMAND--", "", "last");
        messages[1].Get("Event").Should().Be("B");
    }

    [Fact]
    public void Command_output_of_later_versions_comes_in_repeated_headers()
    {
        var messages = Split(Bytes("Response: Success\r\nMessage: Command output follows\r\nOutput: one\r\nOutput: \r\nOutput: three: 3\r\n\r\n"));

        messages[0].Output.Should().Equal("one", "", "three: 3");
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Every_recording_read_whole_is_what_a_naive_reader_sees(string name)
    {
        var bytes = Recordings.Bytes(name);
        var naive = Encoding.Latin1.GetString(bytes).Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries).Select(m => m.TrimStart('\r', '\n').Split("\r\n"));

        var read = Split(bytes).FindAll(m => m.Fields.Count > 0); // Debian's builds end a TestEvent with one empty line too many

        // Latin-1 loses nothing, so that both sides can be compared byte for byte.
        read.Count.Should().Be(naive.Count());
        read.Zip(naive).Should().AllSatisfy(pair =>
            pair.First.Fields.Select(f => $"{f.Key}: {f.Value}").Should().Equal(pair.Second.Where(l => l.Contains(':', StringComparison.Ordinal)).Select(Reencode)));
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Every_recording_cut_anywhere_makes_the_same_messages(string name)
    {
        var bytes = Recordings.Bytes(name);
        var whole = Flat(Split(bytes));

        Gen.Int[1, 3000].Array[1, 200].Sample(cuts => Flat(Split(bytes, cuts)).SequenceEqual(whole), iter: 5, threads: 1, print: cuts => string.Join(',', cuts));
    }

    static string Reencode(string line) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line.EndsWith(':') ? line + " " : line));

    static List<string> Flat(List<AmiRecord> records) => [.. records.SelectMany(r => r.Fields.Select(f => f.ToString()).Append("--"))];

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static List<AmiRecord> Split(byte[] bytes) => Split(bytes, [bytes.Length]);

    // Plays the socket: pieces of the given sizes (again and again), each seen once more with what follows it.
    static List<AmiRecord> Split(byte[] bytes, IEnumerable<int> sizes)
    {
        var messages = new List<AmiRecord>();
        var reader = new AmiMessageReader(1024 * 1024);
        int start = 0, end = 0;
        while (end < bytes.Length)
        {
            foreach (var size in sizes)
            {
                end = Math.Min(bytes.Length, end + size);
                while (reader.TryRead(bytes.AsSpan(start, end - start), out var length))
                {
                    messages.Add(AmiMessage.Parse(bytes[start..(start + length)]).ToRecord());
                    start += length;
                }
            }
        }

        return messages;
    }
}
