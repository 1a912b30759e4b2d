using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Work;

namespace PhonePop.Server.Components.Calls;

/// <summary>The people of calls, in the words that every page uses. One for each circuit or request.</summary>
internal sealed class CallPeople(Texts texts, PhoneNumberReader numbers, IOperatorNames names, CustomerMatcher matcher, ConversationBoard conversations)
{
    /// <summary>Who is at the other end of a call.</summary>
    public CallPerson Of(LiveCall live)
    {
        var party = live.Call.Party;
        if (party.Kind != PartyKind.External || live.Match is null)
        {
            return Of(live.Call.Pbx, party, live.E164);
        }

        var call = Uri.EscapeDataString(live.Call.Id);
        return Matched(live.Match, live.E164 ?? party.Number, $"/customers?call={call}", MaskedCalls.NewCardUrl(live.Call.Id));
    }

    /// <summary>Who is outside in a conversation, or null where colleagues talk among themselves.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="live">One of its calls, which knows the customer; null where no operator has one.</param>
    public CallPerson? Outside(Conversation conversation, LiveCall? live)
    {
        if (conversation.Participants.FirstOrDefault(p => p.Party.Kind != PartyKind.Internal)?.Party is not { } outside)
        {
            return null;
        }

        return live is not null ? Of(live) : Waiting(conversation, outside) ?? Of(conversation.Pbx, outside) with { Number = outside.Kind == PartyKind.External ? outside.Name : null };
    }

    /// <summary>Who waits: no operator has this call yet, so its number is known only as far as it was looked up before. Null where it was not.</summary>
    private CallPerson? Waiting(Conversation conversation, CallParty party) => Waiting(Known(conversation, party), party);

    /// <summary>Whom a colleague asks about, as far as they were looked up before; null where they were not.</summary>
    public CallPerson? Held(LiveCall live, CallParty held) => !NumberMask.IsMasked(held.Number) ? Waiting(numbers.Read(held.Number), held)
        : live.ConsultForCustomer is { } customer ? new CallPerson(customer.Name, customer.Company, held.Number, null, customer.Url) : null;

    private CallPerson? Waiting(PhoneNumber number, CallParty party)
    {
        var (dialable, masked) = (number.E164 ?? party.Number, NumberMask.IsMasked(party.Number));
        return party.Kind == PartyKind.External && matcher.Cached(number) is { Customers.Count: > 0 } match
            ? Matched((masked ? NumberMask.On : NumberMask.Off).Of(match, dialable), masked ? party.Number : dialable, masked ? null : $"/customers?phone={Uri.EscapeDataString(dialable)}")
            : null;
    }

    /// <summary>Looks up who waits in a conversation of which no operator has a call yet. True when somebody was not known before.</summary>
    public async Task<bool> LookUpAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var found = false;
        foreach (var party in conversation.Participants.Select(p => p.Party).Where(p => p.Kind == PartyKind.External))
        {
            var number = Known(conversation, party);
            found |= matcher.Cached(number) is null && await matcher.FindAsync(number, cancellationToken) is { Customers.Count: > 0 };
        }

        return found;
    }

    /// <summary>Who is to be called back.</summary>
    public CallPerson Of(CallbackInfo entry)
    {
        var dialable = entry.Number.E164 ?? entry.Number.Raw;
        return Matched(entry.Match ?? CustomerMatch.None, dialable, NumberMask.IsMasked(dialable) ? null : $"/customers?phone={Uri.EscapeDataString(dialable)}");
    }

    // A masked number can be shown, and neither copied nor put into an address.
    private CallPerson Matched(CustomerMatch match, string dialable, string? chooser, string? newCard = null)
    {
        var (number, copied) = (numbers.Display(dialable), NumberMask.IsMasked(dialable) ? null : dialable);
        return match switch
        {
            { Only: { } customer } => new CallPerson(customer.Name, customer.Company, number, copied, customer.Url),
            { Customers.Count: > 1 and var count } => new CallPerson(texts.SeveralShort(count), null, number, copied, chooser),
            _ => new CallPerson(number, null, null, copied, copied is null ? newCard : $"/customers/new?phone={Uri.EscapeDataString(copied)}"),
        };
    }

    /// <summary>True where this whole number takes part in the conversation: so who sees numbers masked finds them too.</summary>
    public bool IsOf(Conversation conversation, string number) =>
        numbers.Read(number).E164 is { } e164 && conversation.Participants.Any(p => p.Party.Kind == PartyKind.External && Known(conversation, p.Party).E164 == e164);

    // The number itself, also where this viewer's copy of the conversation has it masked.
    private PhoneNumber Known(Conversation conversation, CallParty party) => numbers.Read(
        NumberMask.IsMasked(party.Number) ? conversations.Find(conversation.Id)?.Participants.FirstOrDefault(p => NumberMask.On.Number(p.Party.Number) == party.Number)?.Party.Number : party.Number);

    /// <summary>A party of whom no customer is known.</summary>
    public CallPerson Of(string pbx, CallParty party, string? e164 = null) => party.Kind switch
    {
        PartyKind.Anonymous => new CallPerson(texts.WithheldNumber, null, null, null, null),
        PartyKind.Internal => new CallPerson(names.Find(pbx, party.Number) ?? Filled(party.Name) ?? texts.Colleague, null, party.Number, party.Number, null),
        _ => new CallPerson(numbers.Display(e164 ?? party.Number), null, null, NumberMask.IsMasked(party.Number) ? null : e164 ?? party.Number, null),
    };

    /// <summary>A colleague by extension: <c>Anna (101)</c>, or the extension alone where nobody is registered for it.</summary>
    public string Colleague(string pbx, string extension) => Filled(names.Find(pbx, extension)) is { } name ? $"{name} ({extension})" : extension;

    /// <summary>How a call ended, with the colleague where one had a part in it.</summary>
    public string Outcome(Call call) => call switch
    {
        { Outcome: CallOutcome.AnsweredElsewhere, AnsweredBy: { } who } => texts.AnsweredBy(Colleague(call.Pbx, who)),
        // A consultation that ended with the customer here: nobody transfers to oneself, they talked.
        { Outcome: CallOutcome.Transferred, TransferredTo: { } to } when to == call.Extension => texts.Outcome(CallOutcome.Answered),
        { Outcome: CallOutcome.Transferred, TransferredTo: { } to } => texts.TransferredTo(Colleague(call.Pbx, to)),
        _ => texts.Outcome(call.Outcome ?? CallOutcome.Failed),
    };

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
