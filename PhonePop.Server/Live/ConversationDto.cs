using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>Somebody in a conversation, as JSON: a colleague has <see cref="Extension"/>, an outside party <see cref="Number"/>.</summary>
public sealed record ParticipantDto(string? Extension, string? Number, string? E164, string? Name, PartyKind Kind, CallPhase Phase, DateTime Since);

/// <summary>A conversation as hub and API send it.</summary>
public sealed record ConversationDto(
    string Id, string Pbx, ConversationState State, IReadOnlyList<ParticipantDto> Participants, string? Queue, string? ParkingSpace,
    DateTime StartedAt, DateTime? AnsweredAt, bool Uncertain)
{
    /// <summary>Makes the JSON object.</summary>
    public static ConversationDto From(Conversation c, PhoneNumberReader numbers, IOperatorNames names) => new(
        c.Id, c.Pbx, c.State, [.. c.Participants.Select(p => From(p, c.Pbx, numbers, names))], c.Queue, c.ParkingSpace,
        c.StartedAt.UtcDateTime, c.AnsweredAt?.UtcDateTime, c.Uncertain);

    private static ParticipantDto From(Participant p, string pbx, PhoneNumberReader numbers, IOperatorNames names) => p.Party.Kind switch
    {
        PartyKind.Internal => new(p.Party.Number, null, null, names.Find(pbx, p.Party.Number) ?? p.Party.Name, p.Party.Kind, p.Phase, p.Since.UtcDateTime),
        PartyKind.External => new(null, p.Party.Number, numbers.Read(p.Party.Number).E164, p.Party.Name, p.Party.Kind, p.Phase, p.Since.UtcDateTime),
        _ => new(null, null, null, p.Party.Name, p.Party.Kind, p.Phase, p.Since.UtcDateTime),
    };
}

/// <summary>A correction that a list made, as JSON; outside numbers in it are masked.</summary>
public sealed record PbxRepairDto(DateTime At, string Kind, string Evidence);

/// <summary>How we stand with a PBX, as hub and API send it.</summary>
public sealed record PbxDto(
    string Name, PbxState State, DateTime Since, string? Version, string Address, string? Problem, IReadOnlyList<string> Limitations,
    double EventsPerSecond, double? LagMs, IReadOnlyDictionary<string, long> Repairs, long BadMessages, IReadOnlyList<PbxRepairDto> RecentRepairs, PopDelay? PopDelay,
    PbxTerms? Terms, PbxTraffic Traffic)
{
    /// <summary>Makes the JSON object.</summary>
    public static PbxDto From(PbxStatus s, PopDelays delays) => new(
        s.Name, s.State, s.Since.UtcDateTime, s.Version, s.Address, s.Problem, s.Limitations, s.EventsPerSecond, s.Lag?.TotalMilliseconds, s.Repairs, s.BadMessages,
        [.. s.RecentRepairs.Select(r => new PbxRepairDto(r.At.UtcDateTime, r.Kind, r.Evidence))], delays.Of(s.Name), s.Terms, s.Traffic);
}
