using System.IO.Compression;
using System.Text.Json;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>Why a call is, or was, shown as it is: the facts in order, the walk, the match, the pushes.</summary>
public sealed record WhyDto
{
    public required string Id { get; init; }

    /// <summary>What the PBX said, and what it changed; oldest first.</summary>
    public required IReadOnlyList<WhyFact> Facts { get; init; }

    /// <summary>How many facts were left out of the middle of a long story.</summary>
    public int FactsLeftOut { get; init; }

    /// <summary>How the customer was chosen; null while no look-up has answered.</summary>
    public WhyMatch? Match { get; init; }

    /// <summary>What the server did with it; oldest first.</summary>
    public required IReadOnlyList<CallNote> Notes { get; init; }

    /// <summary>Each step of the ladder, acknowledged or not.</summary>
    public IReadOnlyList<PopStepDto> Steps { get; init; } = [];

    /// <summary>Explains a call as it stands.</summary>
    public static WhyDto Of(LiveCall live)
    {
        var earlier = live.Notes.Earlier;
        var facts = new List<WhyFact>(earlier?.Facts ?? []);
        Call? before = null;
        foreach (var fact in live.Call.Trail?.Facts ?? [])
        {
            var changes = WhyFact.Between(before, fact.After);
            facts.Add(new WhyFact(fact.At, fact.Event, fact.Channel, fact.OtherChannel, changes, [.. fact.Path.Select(step => new WhyStep(step.Link, step.Channel))]));
            before = fact.After;
        }

        List<CallNote> notes = [.. earlier?.Notes ?? [], .. live.Notes.All];
        return new WhyDto
        {
            Id = live.Call.Id,
            Facts = facts,
            FactsLeftOut = (earlier?.FactsLeftOut ?? 0) + (live.Call.Trail?.LeftOut ?? 0),
            Match = live.Match is { } match ? new WhyMatch(match.Rule, live.E164 ?? live.Call.Party.Number, match.Source, match.Customers, match.Unanswered) : earlier?.Match,
            Notes = notes,
            Steps = [.. Enum.GetValues<PopStep>().Select(step => notes.Find(n => n.Step == step) is { } note ? new PopStepDto(step, note.At, note.Milliseconds) : new PopStepDto(step, null, null))],
        };
    }

    internal static string ToJson(LiveCall live) => JsonSerializer.Serialize(Of(live), WireJson.Options);

    internal static byte[] Pack(LiveCall live)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, Of(live), WireJson.Options);
        }

        return packed.ToArray();
    }

    internal static WhyDto? Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<WhyDto>(brotli, WireJson.Options);
    }
}

/// <summary>An event, and what it changed in the call.</summary>
public sealed record WhyFact(DateTimeOffset At, string Event, string? Channel, string? OtherChannel, IReadOnlyList<WhyChange> Changes, IReadOnlyList<WhyStep> Path)
{
    /// <summary>What differs between two states of a call; of the first state what is known.</summary>
    public static IReadOnlyList<WhyChange> Between(Call? before, Call after)
    {
        var changes = new List<WhyChange>();
        Compare("phase", before?.Phase, after.Phase);
        Compare("direction", before?.Direction, after.Direction);
        Compare("party", Text(before?.Party), Text(after.Party));
        Compare("queue", before?.Queue, after.Queue);
        Compare("did", before?.Did, after.Did);
        Compare("transferredFrom", before?.TransferredFrom, after.TransferredFrom);
        Compare("consultFor", Text(before?.ConsultFor), Text(after.ConsultFor));
        Compare("outcome", before?.Outcome, after.Outcome);
        Compare("answeredBy", before?.AnsweredBy, after.AnsweredBy);
        Compare("transferredTo", before?.TransferredTo, after.TransferredTo);
        Compare("conversation", before?.ConversationId, after.ConversationId);
        Compare("channel", before?.Uniqueid, after.Uniqueid);
        Compare("partyChannel", before?.PartyUniqueid, after.PartyUniqueid);
        Compare("uncertain", before?.Uncertain ?? false, after.Uncertain);
        Compare("final", before?.IsFinal ?? false, after.IsFinal);
        return changes;

        void Compare<T>(string field, T from, T to)
        {
            if (!EqualityComparer<T>.Default.Equals(from, to))
            {
                changes.Add(new WhyChange(field, Word(from), Word(to)));
            }
        }
    }

    private static string? Text(CallParty? party) =>
        party is null ? null : party.Kind == PartyKind.Anonymous ? "anonymous" : party.Name is { Length: > 0 } name ? $"{party.Number} ({name})" : party.Number;

    private static string? Word<T>(T value) => value switch
    {
        null => null,
        Enum or bool => JsonSerializer.Serialize(value, value.GetType(), WireJson.Options).Trim('"'),
        _ => value.ToString(),
    };
}

/// <summary>One field of a call, before and after.</summary>
public sealed record WhyChange(string Field, string? From, string? To);

/// <summary>One step of the walk from the operator's channel to the far party.</summary>
public sealed record WhyStep(PathLink Link, string Channel);

/// <summary>How the customer was chosen.</summary>
/// <param name="Rule">The rule that matched.</param>
/// <param name="Number">The number that was looked for, in E.164 where it can be read.</param>
/// <param name="Source">The look-up that knew.</param>
/// <param name="Customers">Who has it, newest contact first: the first one is shown.</param>
/// <param name="Unanswered">The look-up that should have been asked too and did not answer, or null.</param>
public sealed record WhyMatch(MatchRule Rule, string Number, string? Source, IReadOnlyList<CustomerSummary> Customers, string? Unanswered = null);
