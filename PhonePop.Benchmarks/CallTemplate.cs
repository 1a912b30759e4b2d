using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace PhonePop.Benchmarks;

/// <summary>A recorded call of Asterisk 22, whole as the PBX told it, to be told again of other people: with own ids, channels, numbers.</summary>
static partial class CallTemplate
{
    // The call's events, and in each the literal bytes with, behind each, what stands there instead of the recorded text.
    private static readonly (byte[] Literal, Slot Slot)[][] Messages = Load();

    /// <summary>How many events a whole call has.</summary>
    public static int Events => Messages.Length;

    /// <summary>Which of them, from 0, makes the operator's phone ring.</summary>
    public static int Ringing { get; private set; }

    private static int Answered { get; set; }

    private static int Ending { get; set; }

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

    /// <summary>Three parts of a call, one after the other: begins and rings, is answered, ends. The first of its events, and the one behind its last.</summary>
    public static (int From, int To)[] Parts => [(0, Answered), (Answered, Ending), (Ending, Events)];

    /// <summary>Writes one event of a call.</summary>
    public static void Write(Stream to, int message, int call, int extension)
    {
        Span<byte> text = stackalloc byte[40];
        foreach (var (literal, slot) in Messages[message])
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
        Ringing = messages.FindIndex(m => IsPhone(m, "Ringing"));
        Answered = messages.FindIndex(m => IsPhone(m, "Up"));
        Ending = messages.FindIndex(m => m.StartsWith("Event: HangupRequest", StringComparison.Ordinal));
        return [.. messages.Select(Cut)];
    }

    private static bool IsOfTheCall(string message) => message.StartsWith("Event: ", StringComparison.Ordinal)
        && !message.StartsWith("Event: CoreShow", StringComparison.Ordinal)
        && !message.StartsWith("Event: SuccessfulAuth", StringComparison.Ordinal)
        && !message.StartsWith("Event: FullyBooted", StringComparison.Ordinal);

    private static bool IsPhone(string message, string state) => message.StartsWith("Event: Newstate", StringComparison.Ordinal)
        && message.Contains("Channel: PJSIP/101-00000003", StringComparison.Ordinal) && message.Contains($"ChannelStateDesc: {state}\r\n", StringComparison.Ordinal);

    private static (byte[], Slot)[] Cut(string text)
    {
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
