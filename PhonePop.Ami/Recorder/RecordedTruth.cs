using PhonePop.Ami.Calls;

namespace PhonePop.Ami.Recorder;

/// <summary>Who is with whom, in the words of the recordings: an operator and a customer, two operators, or a customer who waits.</summary>
internal sealed record RecordedTruth(string? Operator, string? Customer, string? From, string? To, string State, string? Queue = null, string? Space = null)
{
    /// <summary>What the model shows now; null when these words cannot say it, as when of two operators only one is seen.</summary>
    public static IReadOnlyList<RecordedTruth>? Of(CallModel model)
    {
        var calls = model.Calls;
        var truth = new List<RecordedTruth>();
        foreach (var call in calls.OrderBy(c => c.Extension, StringComparer.Ordinal).ThenBy(c => c.Id, StringComparer.Ordinal))
        {
            if (call.Party.Kind != PartyKind.Internal)
            {
                truth.Add(new(call.Extension, CustomerOf(call.Party), null, null, StateOf(call.Phase)));
            }
            else if (calls.Where(c => c.Extension == call.Party.Number && c.Party.Kind == PartyKind.Internal && c.Party.Number == call.Extension).ToList() is not [var other]
                || calls.Count(c => c.Extension == call.Extension && c.Party == call.Party) != 1)
            {
                return null;
            }
            else if ((call.Phase, other.Phase) is (CallPhase.Dialing, CallPhase.Ringing))
            {
                truth.Add(new(null, null, call.Extension, other.Extension, "ringing"));
            }
            else if (call.Phase == other.Phase && call.Phase is CallPhase.Talking or CallPhase.Held)
            {
                if (string.CompareOrdinal(call.Extension, other.Extension) < 0)
                {
                    truth.Add(new(null, null, call.Extension, other.Extension, StateOf(call.Phase)));
                }
            }
            else if ((call.Phase, other.Phase) is not (CallPhase.Ringing, CallPhase.Dialing))
            {
                return null;
            }
        }

        foreach (var conversation in model.Conversations.OrderBy(c => c.Id, StringComparer.Ordinal))
        {
            var customer = conversation.Participants.FirstOrDefault(p => p.Party.Kind != PartyKind.Internal)?.Party;
            if (customer is not null && conversation is { State: ConversationState.Parked, ParkingSpace: { } space })
            {
                truth.Add(new(null, CustomerOf(customer), null, null, "parked", Space: space));
            }
            else if (customer is not null && conversation is { State: ConversationState.Waiting, Queue: { } queue })
            {
                truth.Add(new(null, CustomerOf(customer), null, null, "waiting", Queue: queue));
            }
        }

        return truth;
    }

    private static string StateOf(CallPhase phase) => phase switch { CallPhase.Talking => "up", CallPhase.Held => "held", CallPhase.Dialing => "dialing", _ => "ringing" };

    // 7XXXXXXXXXX where there are ten or eleven digits, otherwise the digits.
    private static string CustomerOf(CallParty party)
    {
        var digits = string.Concat(party.Number.Where(char.IsAsciiDigit));
        return party.Kind == PartyKind.Anonymous || digits.Length == 0 ? "anonymous" : digits.Length is 10 or 11 ? "7" + digits[^10..] : digits;
    }
}
