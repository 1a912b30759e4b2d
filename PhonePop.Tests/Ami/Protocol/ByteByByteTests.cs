using System.Text;
using AwesomeAssertions;
using CsCheck;
using PhonePop.Ami.Protocol;

namespace PhonePop.Tests.Ami.Protocol;

/// <summary>The reader takes 32 and 64 bytes at a time: whatever stands at the seams, it finds what a look at each byte finds.</summary>
public sealed class ByteByByteTests
{
    private static readonly string[] Pieces = [":", ": ", "\r", "\n", "\r\n", "\r\n", "\n\n", "a", "Key", " ", new string('v', 61), "Event: X\r\n"];
    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 60].Select(string.Concat);

    [Fact]
    public void Messages_end_where_a_line_is_empty() => Texts.Sample(
        text =>
        {
            var ends = new List<int>();
            var reader = new AmiMessageReader(4096);
            var bytes = Encoding.ASCII.GetBytes(text);
            for (var start = 0; reader.TryRead(bytes.AsSpan(start), out var length); start += length)
            {
                ends.Add(start + length);
            }

            ends.Should().Equal(EndsOf(text));
        },
        threads: 1);

    [Fact]
    public void A_field_is_a_line_with_something_before_its_first_colon() => Texts.Sample(
        text =>
        {
            var message = AmiMessage.Parse(Encoding.ASCII.GetBytes(text)).ToRecord();

            message.Fields.Should().Equal(FieldsOf(text));
        },
        threads: 1);

    [Fact]
    public void What_is_neither_a_field_nor_empty_is_counted() => Texts.Sample(
        text => AmiMessage.Parse(Encoding.ASCII.GetBytes(text)).BadLines.Should().Be(LinesOf(text).Count(l => l.Length > 0 && l.IndexOf(':', StringComparison.Ordinal) <= 0)),
        threads: 1);

    private static IEnumerable<int> EndsOf(string text)
    {
        var line = 0; // where the line begins
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\n')
            {
                continue;
            }

            if (text[line..i] is "" or "\r")
            {
                yield return i + 1;
            }

            line = i + 1;
        }
    }

    private static IEnumerable<AmiField> FieldsOf(string text)
    {
        foreach (var line in LinesOf(text))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                var value = line[(colon + 1)..];
                yield return new AmiField(line[..colon], value.StartsWith(' ') ? value[1..] : value);
            }
        }
    }

    private static IEnumerable<string> LinesOf(string text) => text.Split('\n').Select(l => l.EndsWith('\r') ? l[..^1] : l);
}
