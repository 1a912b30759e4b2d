using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>Calls as they leave the server for who may not read numbers. The boards and the history apply it, for every reader alike.</summary>
internal static class MaskedCalls
{
    /// <summary>A call with all that is known of its customer.</summary>
    public static LiveCall Of(this NumberMask mask, LiveCall live)
    {
        if (!mask.Hides)
        {
            return live;
        }

        var (call, number) = (live.Call, live.E164 ?? live.Call.Party.Number);
        return live with
        {
            Call = call with
            {
                Party = Of(mask, call.Party, live.E164),
                ConsultFor = call.ConsultFor is { } held ? Of(mask, held, live.ConsultForE164) : null,
                TransferredFrom = mask.Text(call.TransferredFrom),
                TransferredTo = mask.Text(call.TransferredTo),
                AnsweredBy = mask.Text(call.AnsweredBy),
            },
            E164 = null,
            Display = live.Display is null ? null : Of(mask, call.Party, live.E164).Number,
            ConsultForE164 = null,
            ConsultForDisplay = live.ConsultForDisplay is null || call.ConsultFor is null ? null : Of(mask, call.ConsultFor, live.ConsultForE164).Number,
            ConsultForCustomer = live.ConsultForCustomer is { } customer ? mask.Of(customer, live.ConsultForE164 ?? call.ConsultFor?.Number) : null,
            Match = live.Match is { } match ? mask.Of(match, number, NewCardUrl(call.Id)) : null,
            Work = live.Work is { } work ? mask.Of(work) : null,
        };
    }

    /// <summary>A conversation.</summary>
    public static Conversation Of(this NumberMask mask, Conversation conversation) =>
        !mask.Hides ? conversation : conversation with { Participants = [.. conversation.Participants.Select(p => p with { Party = Of(mask, p.Party, null) })] };

    /// <summary>What was written about a call.</summary>
    public static CallWorkInfo Of(this NumberMask mask, CallWorkInfo work) => !mask.Hides ? work : work with { Note = mask.Text(work.Note) };

    /// <summary>Why a call was shown as it was: ids of calls and channels stay.</summary>
    public static WhyDto Of(this NumberMask mask, WhyDto why) => !mask.Hides ? why : why with
    {
        Facts = [.. why.Facts.Select(f => f with
        {
            Channel = mask.Channel(f.Channel),
            OtherChannel = mask.Channel(f.OtherChannel),
            Changes = [.. f.Changes.Select(c => Of(mask, c))],
            Path = [.. f.Path.Select(s => s with { Channel = (s.Link == PathLink.ConnectedLine ? Party(mask, s.Channel) : mask.Channel(s.Channel))! })],
        })],
        Match = why.Match is not { } match ? null : match with
        {
            Number = mask.Number(match.Number), Customers = [.. match.Customers.Select(c => mask.Of(c, match.Number))],
        },
    };

    /// <summary>A new card of ours for a call whose number the reader may not read: the server knows it by the call.</summary>
    public static string NewCardUrl(string callId) => $"/customers/new?call={Uri.EscapeDataString(callId)}";

    private static CallParty Of(NumberMask mask, CallParty party, string? e164) =>
        party.Kind != PartyKind.External ? party with { Name = mask.Text(party.Name) }
        : party with { Number = mask.Number(e164 ?? party.Number), Name = party.Name is { } name && NumberMask.Holds(name, party.Number) ? null : mask.Text(party.Name) };

    private static WhyChange Of(NumberMask mask, WhyChange change) => change.Field switch
    {
        "conversation" or "channel" or "partyChannel" or "did" => change,
        "party" or "consultFor" => change with { From = Party(mask, change.From), To = Party(mask, change.To) },
        _ => change with { From = mask.Text(change.From), To = mask.Text(change.To) },
    };

    // "79161234567 (IVANOV)": also a number that is too short for a text to be searched for. An extension is shorter still.
    private static string? Party(NumberMask mask, string? text)
    {
        var number = text?.Split(' ', 2)[0];
        return number is { Length: > 5 } && number.Count(char.IsDigit) > 5 ? mask.Number(number) + mask.Text(text![number.Length..]) : mask.Text(text);
    }
}
