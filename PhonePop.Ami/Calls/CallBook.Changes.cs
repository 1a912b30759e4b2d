using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>How a call begins, changes and ends, from what was seen.</summary>
internal sealed partial class CallBook
{
    private CallState? Match(List<CallState> calls, in Sighting sighting)
    {
        CallState? based = null, displayed = null;
        foreach (var call in calls)
        {
            if (call.SeenInLook == _look || !IsSameParty(call, sighting))
            {
                continue;
            }

            if (!call.HasEnded && call.Far is not null && call.Far == sighting.Far && call.Own == sighting.Own.Endpoint)
            {
                return call; // the same two phones: whatever a list tells late of who called whom, it is the same call
            }

            based ??= call.Base == sighting.Base || call.Base == sighting.Far ? call : null;
            displayed ??= IsDisplayed(call, sighting) ? call : null;
        }

        return based ?? displayed;
    }

    // What the phone's display alone told keeps its id when a link follows, or when another phone of the colleague rings on.
    private static bool IsDisplayed(CallState call, in Sighting sighting) => !call.HasEnded && call.Last.Party.Kind == sighting.Kind
        && (call.Far is null
            ? call.Own == sighting.Own.Endpoint || call.Last.Party.Number == (sighting.Number ?? "")
            : call.Own == sighting.Own.Endpoint && sighting.Kind == PartyKind.Internal && (!call.Far.IsAlive || sighting.Far is null || call.Far == sighting.Far));

    // One base can carry several parties: an operator's channel that dials two colleagues, or a second number after the first did not answer.
    private static bool IsSameParty(CallState call, in Sighting sighting)
    {
        if (sighting.Kind == PartyKind.Internal || call.Last.Party.Kind == PartyKind.Internal)
        {
            return sighting.Kind == call.Last.Party.Kind && sighting.Number == call.Last.Party.Number;
        }

        return call.Far is null || sighting.Far is null || call.Far == sighting.Far || call.Base == call.Far || call.Last.Party.Number == (sighting.Number ?? "");
    }

    private void Begin(List<CallState> calls, string extension, in Sighting sighting, DateTimeOffset now)
    {
        var party = new CallParty(sighting.Kind, sighting.Number ?? "", sighting.Name);
        var uid = sighting.Base.Uid;
        var basis = sighting.Base;
        if (sighting.Far is { } other && IsTaken(calls, basis))
        {
            (uid, basis) = (other.Uid, other); // the base already names another party's call
        }

        var id = $"{pbx}:{uid}:{extension}";
        if (calls.Find(known => known.Last.Id == id) is { } same && same.SeenInLook != _look && (same.Last.Party.Kind == PartyKind.Internal) == (sighting.Kind == PartyKind.Internal))
        {
            Update(same, sighting, now); // events that came late or not at all made one end look like two
            return;
        }

        if (_finalIds.Contains(id) || calls.Exists(known => known.Last.Id == id))
        {
            basis = sighting.Own.Endpoint; // an id that has ended for good never comes back
            id = $"{pbx}:{basis.Uid}:{extension}";
            if (_finalIds.Contains(id) || calls.Exists(known => known.Last.Id == id))
            {
                return; // two calls of one id would be one too many
            }
        }

        var call = new CallState(extension, basis)
        {
            Own = sighting.Own.Endpoint,
            Last = new Call
            {
                Id = id,
                Pbx = pbx,
                Extension = extension,
                ConversationId = (sighting.Own.Group as ConversationEntry)?.Id ?? $"{pbx}:{uid}",
                Phase = CallPhase.Ended, // not seen yet: Update makes it what it is
                Direction = sighting.Direction,
                Party = party,
                Did = sighting.Direction == CallDirection.Inbound ? sighting.Far?.Did : null,
                StartedAt = Started(sighting, now),
                Trail = new CallTrail(),
            },
        };
        calls.Add(call);
        basis.Watchers.Add(extension);
        Update(call, sighting, now);
    }

    // A call found in a list began before we looked; one that events brought began now.
    private static DateTimeOffset Started(in Sighting sighting, DateTimeOffset now) =>
        sighting.Own.Endpoint.StartedAt < now - TimeSpan.FromSeconds(1) && sighting.Phase != CallPhase.Ringing ? sighting.Own.Endpoint.StartedAt : now;

    private static bool IsTaken(List<CallState> calls, Endpoint basis)
    {
        foreach (var call in calls)
        {
            if (call.Base == basis)
            {
                return true;
            }
        }

        return false;
    }

    private void Update(CallState call, in Sighting sighting, DateTimeOffset now)
    {
        call.SeenInLook = _look;
        call.EndsAt = null;
        call.KnownUntil = null;
        call.Own = sighting.Own.Endpoint;
        call.Own.Watchers.Add(call.Extension);
        if (sighting.Far is { } far && far != call.Far)
        {
            call.Far = far;
            far.Watchers.Add(call.Extension);
        }

        var last = call.Last;
        var connects = sighting.Phase is CallPhase.Talking or CallPhase.Held && last.Phase is not (CallPhase.Talking or CallPhase.Held);
        if (connects && call.Far is { } talksTo)
        {
            NoteTalk(call, talksTo, sighting, now);
        }

        var party = last.Party;
        if (party.Kind != sighting.Kind || party.Number != (sighting.Number ?? "") || (sighting.Name is not null && party.Name != sighting.Name))
        {
            party = new CallParty(sighting.Kind, sighting.Number ?? "", sighting.Name);
        }

        var from = call.Far?.TransferredBy is { } transferer && transferer != call.Extension ? transferer : last.TransferredFrom;
        var consultFor = sighting.Kind == PartyKind.Internal ? ConsultedFor(call, sighting) : null;
        var queue = sighting.Direction == CallDirection.Inbound ? call.Far?.Queue : null;
        var waitingSince = sighting.Direction == CallDirection.Inbound ? call.Far?.QueuedAt ?? call.Far?.StartedAt : null;
        if (from != last.TransferredFrom)
        {
            Enqueue(from!); // the transferer's ended calls are judged again
        }

        var conversation = (sighting.Own.Group as ConversationEntry)?.Id ?? last.ConversationId;
        var partyUid = call.Far?.Channel?.Uniqueid;
        if (last.Phase == sighting.Phase && last.ConversationId == conversation && ReferenceEquals(last.Party, party) && last.TransferredFrom == from && last.ConsultFor == consultFor
            && last.Queue == queue && last.WaitingSince == waitingSince && last.Uncertain == _uncertain
            && ReferenceEquals(last.Uniqueid, sighting.Own.Uniqueid) && ReferenceEquals(last.PartyUniqueid, partyUid))
        {
            NoteWay(call);
            return;
        }

        Publish(call, last with
        {
            Phase = sighting.Phase,
            ConversationId = conversation,
            Party = party,
            Uniqueid = sighting.Own.Uniqueid,
            PartyUniqueid = partyUid,
            Queue = queue,
            WaitingSince = waitingSince,
            TransferredFrom = from,
            ConsultFor = consultFor,
            AnsweredAt = last.AnsweredAt ?? (connects ? now : null),
            AnsweredBy = null,
            TransferredTo = null,
            EndedAt = null,
            Outcome = null,
            Uncertain = _uncertain,
            ReceivedAt = ReceivedAt,
        });
    }

    private void NoteTalk(CallState call, Endpoint far, in Sighting sighting, DateTimeOffset now)
    {
        // Asterisk 11 tells of a feature-code transfer by nothing but its effect: who talked before has left, and this operator has the party now.
        if (table.IsClassic && sighting.Kind != PartyKind.Internal && far.LastTalker is { } before && before != call.Extension
            && far.TransferredBy is null && far.ParkedBy is null && !TalksNow(before, far))
        {
            far.TransferredBy = before;
            far.TransferTarget = call.Extension;
        }

        if (far.TransferredBy == call.Extension)
        {
            (far.TransferredBy, far.TransferTarget) = (null, null); // nobody took it: the party is back
        }

        far.LastTalker = call.Extension;
        far.LastTalkerSince = now;
        far.ParkingSpace = null;
        foreach (var other in far.Watchers)
        {
            if (other != call.Extension)
            {
                Enqueue(other); // those whose phones rang for the same party: answered elsewhere
            }
        }
    }

    private bool TalksNow(string extension, Endpoint far)
    {
        foreach (var call in CallsOf(extension))
        {
            if (call.Far == far && call.Last.Phase is CallPhase.Talking or CallPhase.Held && call.EndsAt is null && call.Own.IsAlive)
            {
                return true;
            }
        }

        return false;
    }

    // During an attended transfer the colleague who is asked sees for whom: the customer whom the one who asks has on hold.
    private CallParty? ConsultedFor(CallState call, in Sighting sighting)
    {
        if (sighting.Far is null || call.Own.CalledByExtension != sighting.Number)
        {
            return null;
        }

        foreach (var other in CallsOf(sighting.Number!))
        {
            if (other.Last is { Phase: CallPhase.Held, Party.Kind: not PartyKind.Internal })
            {
                return other.Last.Party;
            }
        }

        return null;
    }

    private void EndUnlessTorn(CallState call, DateTimeOffset now)
    {
        var bothLive = call.KnownUntil is null && call.Own is { Channel.Kind: ChannelKind.Operator } && (call.Far is null || call.Far.IsAlive) && !call.Own.Channel!.DialOver;
        if (bothLive && (call.EndsAt is null || call.EndsAt > steady.Now))
        {
            call.EndsUncertain = call.EndsAt is null ? _uncertain : call.EndsUncertain;
            call.EndsAt ??= steady.Now + TornFor;
            _again.Add(call.Extension);
            NoteDeadline(call.EndsAt.Value);
            return;
        }

        var unseen = call.EndsAt is not null && call.EndsUncertain;
        call.EndsAt = null;
        var isFinal = call.IsOver;
        var (outcome, answeredBy, transferredTo) = CallJudge.Judge(call, isFinal, CallsOf);
        Publish(call, call.Last with
        {
            Phase = CallPhase.Ended,
            EndedAt = Ended(call, now),
            Outcome = outcome,
            AnsweredBy = answeredBy,
            TransferredTo = transferredTo,
            ConsultFor = null,
            IsFinal = isFinal,
            Uncertain = _uncertain || unseen || call.KnownUntil is not null, // nobody saw how it ended
            ReceivedAt = ReceivedAt,
        });
    }

    // Never before it began or was answered, wherever the clock was set.
    private static DateTimeOffset Ended(CallState call, DateTimeOffset now)
    {
        var ended = call.KnownUntil is { } until && until < now ? until : now;
        var least = call.Last.AnsweredAt ?? call.Last.StartedAt;
        return ended < least ? least : ended;
    }

    private void NoteDeadline(DateTimeOffset at) => NextDeadline = NextDeadline is { } next && next < at ? next : at;

    private void Rejudge(CallState call)
    {
        var isFinal = call.IsOver;
        var (outcome, answeredBy, transferredTo) = CallJudge.Judge(call, isFinal, CallsOf);
        var last = call.Last;
        if (isFinal || outcome != last.Outcome || answeredBy != last.AnsweredBy || transferredTo != last.TransferredTo)
        {
            Publish(call, last with { Outcome = outcome, AnsweredBy = answeredBy, TransferredTo = transferredTo, IsFinal = isFinal, ReceivedAt = ReceivedAt });
        }
    }

    private void Publish(CallState call, Call next)
    {
        var before = call.Last;
        call.Last = next;
        Explain(call, next);
        observer.CallChanged(next);
        Changed?.Invoke(call);
        if (before.Phase == next.Phase)
        {
            return;
        }

        if (next.Party.Kind != PartyKind.Internal)
        {
            QueueColleagues(call.Extension);
        }
        else
        {
            Enqueue(next.Party.Number); // where it is found by its connected line, the colleague's side is its mirror
        }
    }

    private void QueueColleagues(string extension)
    {
        foreach (var call in CallsOf(extension))
        {
            if (!call.HasEnded && call.Last.Party.Kind == PartyKind.Internal)
            {
                Enqueue(call.Last.Party.Number);
            }
        }
    }
}
