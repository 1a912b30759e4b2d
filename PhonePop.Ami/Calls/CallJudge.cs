using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>Says how a call ended. Missed is judged for the whole conversation, so an outcome may change until the call is final.</summary>
internal static class CallJudge
{
    // Q.850 causes, as Asterisk's Hangup events carry them.
    private const int UserBusy = 17;
    private const int CallRejected = 21;
    private static readonly int[] Unanswered = [0, 16, 18, 19, 20, 26, 127];

    /// <summary>The outcome, with who took the call or got it.</summary>
    public static (CallOutcome Outcome, string? AnsweredBy, string? TransferredTo) Judge(CallState call, bool isFinal, Func<string, List<CallState>> callsOf)
    {
        var last = call.Last;
        if (last.Outcome is CallOutcome.Transferred or CallOutcome.Parked)
        {
            return (last.Outcome.Value, null, last.TransferredTo);
        }

        if (call.Far is { } far && call.WasAnswered)
        {
            if (far.ParkingSpace is not null && far.ParkedBy == call.Extension)
            {
                return (CallOutcome.Parked, null, null);
            }

            if (far.TransferredBy == call.Extension)
            {
                return (CallOutcome.Transferred, null, far.TransferTarget);
            }
        }

        if (HeirOf(call, callsOf) is { } heir)
        {
            return (CallOutcome.Transferred, null, heir == call.Extension ? null : heir); // also while it still rang
        }

        if (call.WasAnswered)
        {
            return (CallOutcome.Answered, null, null);
        }

        if (last is { Outcome: CallOutcome.AnsweredElsewhere, AnsweredBy: not null })
        {
            return (CallOutcome.AnsweredElsewhere, last.AnsweredBy, null); // whoever got the party later
        }

        if (call.Far is { LastTalker: { } talker } taken && talker != call.Extension && taken.LastTalkerSince >= last.StartedAt)
        {
            return (CallOutcome.AnsweredElsewhere, talker, null);
        }

        var calledOut = last.Direction == CallDirection.Outbound || last.Phase == CallPhase.Dialing || (last.Direction == CallDirection.Internal && call.Base == call.Own);
        return calledOut ? (NotReached(call), null, null) : (isFinal ? CallOutcome.Missed : CallOutcome.NoAnswer, null, null);
    }

    // A consultation that turned into the customer's call: the colleague's phone deals with the customer now, given by one of the two.
    private static string? HeirOf(CallState call, Func<string, List<CallState>> callsOf)
    {
        if (call.Last.Direction != CallDirection.Internal)
        {
            return null;
        }

        return HeirAt(call.Own, call, callsOf) ?? HeirAt(call.Far, call, callsOf);
    }

    private static string? HeirAt(Endpoint? end, CallState call, Func<string, List<CallState>> callsOf)
    {
        if (end?.Channel?.Extension is not { } extension)
        {
            return null;
        }

        foreach (var other in callsOf(extension))
        {
            if (other != call && other.Own == end && !other.HasEnded && other.Last is { Direction: not CallDirection.Internal, TransferredFrom: { } from }
                && (from == call.Extension || from == call.Last.Party.Number))
            {
                return extension;
            }
        }

        return null;
    }

    private static CallOutcome NotReached(CallState call)
    {
        if (call.Far is not { } far)
        {
            return CallOutcome.NoAnswer; // click-to-dial that the operator's own phone did not take
        }

        return far.DialStatus switch
        {
            "BUSY" => CallOutcome.Busy,
            "NOANSWER" or "CANCEL" => CallOutcome.NoAnswer,
            "CONGESTION" or "CHANUNAVAIL" or "INVALIDARGS" => CallOutcome.Failed,
            _ => far.HangupCause switch
            {
                UserBusy or CallRejected => CallOutcome.Busy,
                var cause => Unanswered.Contains(cause) ? CallOutcome.NoAnswer : CallOutcome.Failed,
            },
        };
    }
}
