using PhonePop.Ami.Calls;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>The calls that a demo's customer had before it began: one to three, the last of them at the last contact.</summary>
internal static class DemoCalls
{
    private const int Seats = 7; // 100 and up
    private static readonly TimeSpan Between = TimeSpan.FromDays(9);

    /// <summary>Newest first.</summary>
    /// <param name="customer">Saved, with a number and a last contact.</param>
    /// <param name="i">Which customer of the demo it is: what they differ by.</param>
    /// <param name="pbx">The PBX that the calls came by.</param>
    public static IEnumerable<CallRecord> Of(Customer customer, int i, string pbx) => Enumerable.Range(0, 1 + (i % 3)).Select(n =>
    {
        var ended = customer.LastContactAt!.Value - (n * Between);
        var answered = ended.AddSeconds(-45 - (i * 17 % 380) - (n * 61));
        var started = answered.AddSeconds(-4 - (i % 11));
        var (number, extension) = (customer.Numbers[0], $"{100 + ((i + n) % Seats)}");
        var conversation = $"{pbx}:{new DateTimeOffset(started).ToUnixTimeSeconds()}.{(i * 3) + n}";
        return new CallRecord
        {
            Id = $"{conversation}:{extension}",
            Pbx = pbx,
            Extension = extension,
            ConversationId = conversation,
            Direction = (i + n) % 5 == 4 ? CallDirection.Outbound : CallDirection.Inbound,
            Outcome = CallOutcome.Answered,
            PartyKind = PartyKind.External,
            Number = number.E164?.TrimStart('+') ?? number.Raw,
            E164 = number.E164,
            NumberKey = number.Key,
            CustomerId = customer.Id,
            StartedAt = started,
            AnsweredAt = answered,
            EndedAt = ended,
            Version = 1,
        };
    });
}
