using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace PhonePop.Benchmarks;

/// <summary>A recorded call of Asterisk 22, whole as the PBX told it, to be told again of other people: with own ids, channels, numbers.</summary>
static partial class CallTemplate
{
    private static readonly int[] Counts = new int[3];

    // The call's parts, and in each the literal bytes with, behind each, what stands there instead of the recorded text.
    private static readonly (byte[] Literal, Slot Slot)[][] Parts = Load();

    /// <summary>How many events a whole call has.</summary>
    public static int Events => Counts.Sum();

    private enum Slot
    {
        None,
        TrunkId,
        PhoneId,
        TrunkChannel,
        PhoneChannel,
        Number,
        Extension,
        Bridge,
    }

    /// <summary>Writes one part of a call: 0 begins and rings, 1 is answered, 2 ends.</summary>
    public static void Write(Stream to, int part, int call, int extension)
    {
        Span<byte> text = stackalloc byte[40];
        foreach (var (literal, slot) in Parts[part])
        {
            to.Write(literal);
            var length = 0;
            _ = slot switch
            {
                Slot.TrunkId => Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"1795534964.{call * 2}", out length),
                Slot.PhoneId => Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"1795534964.{(call * 2) + 1}", out length),
                Slot.TrunkChannel => Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"PJSIP/trunk-msk-{call * 2:x8}", out length),
                Slot.PhoneChannel => Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"PJSIP/{extension}-{(call * 2) + 1:x8}", out length),
                Slot.Number => Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{NumberOf(call)}", out length),
                Slot.Extension => Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{extension}", out length),
                Slot.Bridge => Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"f53535ae-b67f-427a-9ae7-{call:x12}", out length),
                _ => true,
            };
            to.Write(text[..length]);
        }
    }

    /// <summary>The customer's number: the call is found by it.</summary>
    public static long NumberOf(int call) => 79_160_000_000 + call;

    private static (byte[], Slot)[][] Load()
    {
        var messages = RecordedTraffic.Split(RecordedTraffic.LoadOne("22.10.1/01-inbound-answered")).Select(m => Encoding.UTF8.GetString(m)).Where(IsOfTheCall).ToList();
        var answered = messages.FindIndex(m => m.StartsWith("Event: Newstate", StringComparison.Ordinal) && m.Contains("Channel: PJSIP/101-00000003", StringComparison.Ordinal) && m.Contains("ChannelStateDesc: Up", StringComparison.Ordinal));
        var over = messages.FindIndex(m => m.StartsWith("Event: HangupRequest", StringComparison.Ordinal));
        (Counts[0], Counts[1], Counts[2]) = (answered, over - answered, messages.Count - over);
        return [Cut(messages[..answered]), Cut(messages[answered..over]), Cut(messages[over..])];
    }

    private static bool IsOfTheCall(string message) => message.StartsWith("Event: ", StringComparison.Ordinal)
        && !message.StartsWith("Event: CoreShow", StringComparison.Ordinal)
        && !message.StartsWith("Event: SuccessfulAuth", StringComparison.Ordinal)
        && !message.StartsWith("Event: FullyBooted", StringComparison.Ordinal);

    private static (byte[], Slot)[] Cut(IEnumerable<string> messages)
    {
        var text = string.Concat(messages);
        var cut = new List<(byte[], Slot)>();
        var at = 0;
        foreach (Match match in Replaced().Matches(text))
        {
            var slot = Enum.Parse<Slot>(match.Groups.Values.Skip(1).First(g => g.Success).Name);
            cut.Add((Encoding.UTF8.GetBytes(text[at..match.Index]), slot));
            at = match.Index + match.Length;
        }

        cut.Add((Encoding.UTF8.GetBytes(text[at..]), Slot.None));
        return [.. cut];
    }

    [GeneratedRegex(@"(?<TrunkId>1795534964\.2)|(?<PhoneId>1795534964\.3)|(?<TrunkChannel>PJSIP/trunk-msk-00000002)|(?<PhoneChannel>PJSIP/101-00000003)|(?<Number>79161234567)|(?<Bridge>f53535ae-b67f-427a-9ae7-9b7ece822031)|(?<Extension>(?<=PJSIP/|: )101\b)")]
    private static partial Regex Replaced();
}
