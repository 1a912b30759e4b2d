using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>Calls that an earlier run of the program knew: those that go on are recognised, those that ended meanwhile are closed with what is known.</summary>
internal sealed partial class CallBook
{
    /// <summary>Takes up the calls as they were shown last. Nothing is published; until <see cref="EndRecall"/> none of them ends for want of a link.</summary>
    /// <param name="known">The calls, those that had ended without being final included.</param>
    /// <param name="knownUntil">When the earlier run saw the PBX last: a call that ended since is taken to have ended then.</param>
    public void Recall(IReadOnlyList<Call> known, DateTimeOffset knownUntil)
    {
        foreach (var last in known.OrderBy(static call => call.StartedAt))
        {
            if (last.Pbx != pbx || last.IsFinal || FirstUidOf(last) is not { } firstUid)
            {
                continue;
            }

            var own = last.Uniqueid is { } ownUid ? table.Recall(ownUid) : null;
            var far = last.PartyUniqueid is { } farUid ? table.Recall(farUid) : null;
            var basis = BaseOf(last, firstUid, own, far);
            Label(last, basis, own, far);
            var call = new CallState(last.Extension, basis)
            {
                Own = own ?? basis,
                Far = far,
                Last = last with { Uncertain = true, Trail = last.Trail ?? new CallTrail() },
                KnownUntil = knownUntil,
            };
            if (!_calls.TryGetValue(last.Extension, out var calls))
            {
                _calls[last.Extension] = calls = [];
            }

            calls.Add(call);
            basis.Watchers.Add(last.Extension);
            own?.Watchers.Add(last.Extension);
            far?.Watchers.Add(last.Extension);
        }
    }

    /// <summary>The first list is complete, or none will come: what it did not confirm is over.</summary>
    public void EndRecall()
    {
        foreach (var (extension, calls) in _calls)
        {
            if (calls.Exists(static call => call.KnownUntil is not null))
            {
                _recallEnds.Add(extension);
                Enqueue(extension);
            }
        }

        Run();
        foreach (var extension in _recallEnds)
        {
            foreach (var call in CallsOf(extension))
            {
                call.KnownUntil = null;
            }
        }

        _recallEnds.Clear();
    }

    // The call's id tells the Uniqueid of its base as it was at first; the end that carries it now is known by its present one.
    private static Endpoint BaseOf(Call last, string firstUid, Endpoint? own, Endpoint? far)
    {
        var isOwn = last.Direction == CallDirection.Outbound || (last.Direction == CallDirection.Internal && last.Uniqueid == firstUid);
        var basis = isOwn ? own : far;
        if (basis is null)
        {
            return new Endpoint(firstUid, null, last.StartedAt); // gone already
        }

        basis.Uid = firstUid;
        return basis;
    }

    private static void Label(Call last, Endpoint basis, Endpoint? own, Endpoint? far)
    {
        var conversation = last.Phase == CallPhase.Ended ? null : last.ConversationId;
        if (own is not null)
        {
            own.KnownConversation ??= conversation;
            own.StartedAt = last.StartedAt;
            own.WasDialled |= basis != own;
        }

        if (far is null)
        {
            return;
        }

        if (basis == far && last.Direction == CallDirection.Internal && own is not null)
        {
            (own.CalledBy, own.CalledByExtension) = (far, last.Party.Number);
        }
        else if (basis != far)
        {
            (far.CalledBy, far.CalledByExtension, far.WasDialled) = (basis, last.Extension, true);
        }

        far.KnownConversation ??= conversation;
        far.Did ??= last.Did;
        far.Queue ??= last.Queue;
        far.QueuedAt ??= last.Queue is null ? null : last.WaitingSince;
        far.StartedAt = last.WaitingSince is { } since && last.Queue is null ? since : far.StartedAt < last.StartedAt ? far.StartedAt : last.StartedAt;
        if (last.TransferredFrom is { } from)
        {
            (far.TransferredBy, far.TransferTarget) = (from, last.Extension);
        }

        if (last is { AnsweredAt: { } answered } && answered >= far.LastTalkerSince)
        {
            (far.LastTalker, far.LastTalkerSince) = (last.Extension, answered);
        }
    }

    // pbx:uniqueid:extension; names of PBXs have no colon, Uniqueids of Asterisk neither unless systemname brings one.
    private string? FirstUidOf(Call call)
    {
        var id = call.Id;
        return id.Length > pbx.Length + call.Extension.Length + 2 && id.StartsWith(pbx + ":", StringComparison.Ordinal) && id.EndsWith(":" + call.Extension, StringComparison.Ordinal)
            ? id[(pbx.Length + 1)..^(call.Extension.Length + 1)]
            : null;
    }
}
