using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Work;

/// <summary>Somebody who was missed, as lists show them. Immutable. Times are UTC.</summary>
public sealed record CallbackInfo
{
    /// <summary>The entry's id.</summary>
    public required int Id { get; init; }

    /// <summary>The PBX that they called.</summary>
    public required string Pbx { get; init; }

    /// <summary>What they are recognised by.</summary>
    public required PhoneNumber Number { get; init; }

    /// <summary>The only customer with that number when it was missed last, or null.</summary>
    public int? CustomerId { get; init; }

    /// <summary>Who has this number; null where no look-up could say.</summary>
    public CustomerMatch? Match { get; init; }

    /// <summary>How many calls were missed.</summary>
    public required int Count { get; init; }

    /// <summary>The end of the first missed call.</summary>
    public required DateTime FirstAt { get; init; }

    /// <summary>The end of the last missed call.</summary>
    public required DateTime LastAt { get; init; }

    /// <summary>The queue of the last one, or null.</summary>
    public string? Queue { get; init; }

    /// <summary>The line that was called last, or null.</summary>
    public string? Did { get; init; }

    /// <summary>The id of who takes care of it, or null.</summary>
    public string? ClaimedById { get; init; }

    /// <summary>The name of who takes care of it, or null.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>When that was said, or null.</summary>
    public DateTime? ClaimedAt { get; init; }

    /// <summary>When it left the list; null while it stands there.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>Who did it or reached them; null where nobody did.</summary>
    public string? EndedBy { get; init; }

    /// <summary>How it left the list; null while it stands there.</summary>
    public CallbackEnd? End { get; init; }

    /// <summary>True while somebody should call.</summary>
    public bool IsOpen => EndedAt is null;

    /// <summary>The entry as this team gets it.</summary>
    public CallbackInfo For(Team team) => !team.Mask.Hides ? this : this with
    {
        Number = team.Mask.Of(Number), Match = Match is { } match ? team.Mask.Of(match, Number.E164 ?? Number.Raw) : null,
    };

    /// <summary>True when a call with this number concerns the same people.</summary>
    public bool Is(PhoneNumber number, int? customerId) =>
        (CustomerId is not null && CustomerId == customerId)
        || (Number.E164 is { } e164 && number.E164 is { } other ? e164 == other : Number.Key == number.Key);
}
