using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Calls;

/// <summary>Who is at the other end of a call, in the words that every page uses.</summary>
/// <param name="Name">The line that is read first.</param>
/// <param name="Company">The company, or null.</param>
/// <param name="Number">The formatted number, or null where there is none or where it is already the name.</param>
/// <param name="Dialable">The number to copy: E.164 where it could be read; null when withheld.</param>
/// <param name="Link">The card, the chooser, or a new card with the number filled in; null where there is nothing to open.</param>
internal sealed record CallPerson(string Name, string? Company, string? Number, string? Dialable, string? Link)
{
    /// <summary>The person of a call.</summary>
    public static CallPerson Of(LiveCall live, Texts texts, PhoneNumberReader numbers)
    {
        var party = live.Call.Party;
        if (party.Kind == PartyKind.Anonymous)
        {
            return new CallPerson(texts.WithheldNumber, null, null, null, null);
        }

        if (party.Kind == PartyKind.Internal)
        {
            return new CallPerson(string.IsNullOrWhiteSpace(party.Name) ? texts.Colleague : party.Name, null, party.Number, party.Number, null);
        }

        var dialable = live.E164 ?? party.Number;
        var number = numbers.Display(dialable);
        return live.Match switch
        {
            { Only: { } customer } => new CallPerson(customer.Name, customer.Company, number, dialable, customer.Url),
            { Customers.Count: > 1 and var count } => new CallPerson(texts.SeveralShort(count), null, number, dialable, $"/customers?call={Uri.EscapeDataString(live.Call.Id)}"),
            { } => new CallPerson(number, null, null, dialable, $"/customers/new?phone={Uri.EscapeDataString(dialable)}"),
            null => new CallPerson(number, null, null, dialable, null),
        };
    }

    /// <summary>Since when the timer of the phase runs.</summary>
    public static DateTimeOffset TimerStart(Call call) => call.Phase is CallPhase.Talking or CallPhase.Held ? call.AnsweredAt ?? call.StartedAt : call.StartedAt;
}
