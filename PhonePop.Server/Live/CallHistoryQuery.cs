using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>What to look for among the calls that have ended. Null narrows nothing.</summary>
public sealed record CallHistoryQuery
{
    /// <summary>Whose calls; required, because it is what keeps an operator to their own.</summary>
    public required Audience Audience { get; init; }
    public string? Pbx { get; init; }
    public string? Extension { get; init; }

    /// <summary>The calls of a customer, with those from one of their numbers before anybody knew whose it was.</summary>
    public int? CustomerId { get; init; }

    /// <summary>In any notation.</summary>
    public string? Number { get; init; }
    public CallDirection? Direction { get; init; }
    public CallOutcome? Outcome { get; init; }

    /// <summary>The queue that it came through.</summary>
    public string? Queue { get; init; }

    /// <summary>A piece of a name or of a number, as people type it.</summary>
    public string? Text { get; init; }

    /// <summary>Ended at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Ended before.</summary>
    public DateTimeOffset? To { get; init; }
    public int Skip { get; init; }

    /// <summary>1 to 500.</summary>
    public int Take { get; init; } = 50;

    /// <summary>Only calls that come after this one, newest first: the way to read many pages. <see cref="Skip"/> counts from there.</summary>
    public (DateTimeOffset EndedAt, string Id)? After { get; init; }

    /// <summary>True where an index leads to few calls: those of a customer, a number or an operator.</summary>
    internal bool IsNarrow => CustomerId is not null || Number is { Length: > 0 } || (Extension ?? Audience.Extension) is not null;

    /// <summary>
    /// True where no index leads to the calls, or not to few enough of them: a piece of a text, a direction, a whole PBX, a group of operators, an outcome in a queue.
    /// Such a question is answered from the newest <see cref="CallHistoryStore.LooksThrough"/> calls of its time range.
    /// </summary>
    internal bool MustLook
    {
        get
        {
            var wide = (Text is { Length: > 0 } ? 2 : 0) + (Direction is not null ? 2 : 0) + (Pbx is not null ? 2 : 0) + (Audience.Seats is not null ? 2 : 0) + (Queue is { Length: > 0 } ? 1 : 0) + (Outcome is not null ? 1 : 0);
            return !IsNarrow && wide > 1;
        }
    }
}

/// <summary>A page of what was found.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Total">How many there are on all pages; <see cref="CallHistoryStore.CountsTo"/> + 1: more than so many.</param>
/// <param name="SearchedSince">Older calls were not looked at: see <see cref="CallHistoryQuery.MustLook"/>. Null: all were.</param>
public sealed record FoundCalls<T>(IReadOnlyList<T> Items, int Total, DateTimeOffset? SearchedSince);
