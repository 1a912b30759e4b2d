using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>A party, as JSON. <c>display</c> is the number for people.</summary>
public sealed record PartyDto(string Number, string? E164, string? Display, string? Name, PartyKind Kind);

/// <summary>A call as hub, API and streams send it: the only place where this JSON is made. Add fields freely, rename none.</summary>
public sealed record CallDto
{
    public required string Id { get; init; }
    public required long Version { get; init; }
    public required string Pbx { get; init; }
    public required string Extension { get; init; }
    public string? OperatorName { get; init; }
    public required CallPhase Phase { get; init; }
    public required CallDirection Direction { get; init; }
    public required PartyDto Party { get; init; }

    /// <summary>The customer with the newest contact; null until looked up and when nobody matches.</summary>
    public CustomerSummary? Customer { get; init; }

    /// <summary>How many customers have this number; 0 also until looked up.</summary>
    public required int Matches { get; init; }

    /// <summary>The look-up that knew the customer: <c>Database</c> or <c>Http</c>; null where nobody matched.</summary>
    public string? CustomerSource { get; init; }

    /// <summary>True once the look-up has answered.</summary>
    public required bool LookedUp { get; init; }

    public string? Queue { get; init; }

    /// <summary>Whole seconds that the caller has waited, or waited until somebody answered.</summary>
    public int? WaitedSeconds { get; init; }

    public string? Did { get; init; }

    /// <summary>The line's number for people.</summary>
    public string? DidDisplay { get; init; }

    public string? TransferredFrom { get; init; }

    /// <summary>The colleague's name, where one is registered for that extension.</summary>
    public string? TransferredFromName { get; init; }

    public PartyDto? ConsultFor { get; init; }

    /// <summary>The customer whom the colleague asks about, where one is known.</summary>
    public CustomerSummary? ConsultForCustomer { get; init; }

    public string? AnsweredBy { get; init; }

    /// <summary>The colleague's name, where one is registered for that extension.</summary>
    public string? AnsweredByName { get; init; }

    public string? TransferredTo { get; init; }
    public required DateTime StartedAt { get; init; }
    public DateTime? AnsweredAt { get; init; }
    public DateTime? EndedAt { get; init; }
    public CallOutcome? Outcome { get; init; }

    /// <summary>True with the last state of this id: it never comes back.</summary>
    public bool Final { get; init; }

    public required bool Uncertain { get; init; }
    public bool Dismissed { get; init; }
    public string? ConversationId { get; init; }

    /// <summary>What was written about it; in history only.</summary>
    public CallWorkInfo? Work { get; init; }

    /// <summary>Where a click leads.</summary>
    public required string Url { get; init; }

    /// <summary>Milliseconds between the PBX's bytes and the making of this object; null for calls from history.</summary>
    public long? AgeMs { get; init; }

    /// <summary>Makes the JSON object.</summary>
    public static CallDto From(LiveCall live, TimeProvider clock)
    {
        var call = live.Call;
        return new CallDto
        {
            Id = call.Id,
            Version = live.Version,
            Pbx = call.Pbx,
            Extension = call.Extension,
            OperatorName = live.OperatorName,
            Phase = call.Phase,
            Direction = call.Direction,
            Party = new PartyDto(call.Party.Number, live.E164, live.Display, call.Party.Name, call.Party.Kind),
            Customer = live.Match?.Customers is [var newest, ..] ? newest : null,
            Matches = live.Match?.Customers.Count ?? 0,
            CustomerSource = live.Match?.Source,
            LookedUp = live.Match is not null,
            Queue = call.Queue,
            WaitedSeconds = Waited(call, clock),
            Did = call.Did,
            DidDisplay = live.DidDisplay,
            TransferredFrom = call.TransferredFrom,
            TransferredFromName = live.TransferredFromName,
            ConsultFor = call.ConsultFor is { } held ? new PartyDto(held.Number, live.ConsultForE164, live.ConsultForDisplay, held.Name, held.Kind) : null,
            ConsultForCustomer = live.ConsultForCustomer,
            AnsweredBy = call.AnsweredBy,
            AnsweredByName = live.AnsweredByName,
            TransferredTo = call.TransferredTo,
            StartedAt = call.StartedAt.UtcDateTime,
            AnsweredAt = call.AnsweredAt?.UtcDateTime,
            EndedAt = call.EndedAt?.UtcDateTime,
            Outcome = call.Outcome,
            Final = call.IsFinal,
            Uncertain = call.Uncertain,
            Dismissed = live.Dismissed,
            ConversationId = call.ConversationId,
            Work = live.Work,
            Url = GoUrl(call.Id),
            AgeMs = call.ReceivedAt == 0 ? null : Math.Max(0, (long)clock.GetElapsedTime(call.ReceivedAt).TotalMilliseconds),
        };
    }

    /// <summary><c>/go/{callId}</c>, with the colons of the id left readable.</summary>
    public static string GoUrl(string callId) => "/go/" + Uri.EscapeDataString(callId).Replace("%3A", ":", StringComparison.Ordinal);

    private static int? Waited(Call call, TimeProvider clock) => call.WaitingSince is not { } since
        ? null
        : (int)Math.Max(0, ((call.AnsweredAt ?? call.EndedAt ?? clock.GetUtcNow()) - since).TotalSeconds);
}
