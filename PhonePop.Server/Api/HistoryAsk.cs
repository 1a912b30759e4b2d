using PhonePop.Ami.Calls;
using PhonePop.Server.Live;

namespace PhonePop.Server.Api;

/// <summary>The filters of ended calls in a query string; what is left out narrows nothing.</summary>
internal sealed record HistoryAsk(
    string? Pbx, string? Extension, int? CustomerId, string? Number, Word<CallDirection>? Direction, Word<CallOutcome>? Outcome,
    DateTimeOffset? From, DateTimeOffset? To, string? Queue, string? Q)
{
    public CallHistoryQuery ToQuery(Audience audience) => new()
    {
        Audience = audience,
        Pbx = Pbx,
        Extension = Extension,
        CustomerId = CustomerId,
        Number = Number,
        Direction = Direction?.Value,
        Outcome = Outcome?.Value,
        From = From,
        To = To,
        Queue = Queue,
        Text = Q,
    };
}
