namespace PhonePop.Ami.Channels;

/// <summary>Who rings whom.</summary>
internal sealed partial class ChannelTable
{
    /// <summary>A dial has begun. Without a caller (an Originate) only the dialled channel is told; a caller is never invented.</summary>
    public void DialBegin(Channel? caller, Channel? dialled)
    {
        if (dialled is null)
        {
            return;
        }

        dialled.DialOver = false;
        if (caller is null || caller == dialled)
        {
            dialled.WasOriginated |= caller is null;
            Touch(dialled);
            return;
        }

        dialled.Endpoint.WasDialled = true;
        dialled.Endpoint.DialStatus = null;
        foreach (var known in caller.Dials)
        {
            if (known.Caller == caller && known.Dialled == dialled)
            {
                return;
            }
        }

        if (caller.Bridge is not null && dialled.Bridge is not null && !IsClassic)
        {
            return; // reported late: both are in bridges already
        }

        var dial = new Dial(caller, dialled);
        caller.Dials.Add(dial);
        dialled.Dials.Add(dial);
        Touch(caller);
        Touch(dialled);
    }

    /// <summary>Asterisk 12 and later: one dial has ended. An answered one stands until both ends are in a bridge, or each answer would show a gap of nothing.</summary>
    public void DialEnd(Channel? caller, Channel? dialled, string? status, bool answered)
    {
        if (dialled is null)
        {
            return;
        }

        dialled.Endpoint.DialStatus = status;
        dialled.Epoch = Epoch; // a row that is on its way tells of the time before
        if (answered)
        {
            return;
        }

        if (caller is not null)
        {
            foreach (var dial in caller.Dials)
            {
                if (dial.Caller == caller && dial.Dialled == dialled)
                {
                    RemoveDial(dial);
                    break;
                }
            }
        }

        if (!dialled.IsUp && !HasCaller(dialled)) // a transfer may have begun the next dial before this one ends
        {
            dialled.DialOver = true; // also where nobody had told that the dial began
            Touch(dialled);
        }
    }

    /// <summary>Asterisk 11: a Dial has ended, with all whom it rang.</summary>
    public void DialEndAll(Channel caller)
    {
        for (var i = caller.Dials.Count - 1; i >= 0; i--)
        {
            if (caller.Dials[i].Caller == caller)
            {
                var dialled = caller.Dials[i].Dialled;
                dialled.Epoch = Epoch;
                RemoveDial(caller.Dials[i]);
                dialled.DialOver |= !dialled.IsUp && !HasCaller(dialled);
            }
        }
    }

    /// <summary>An attended transfer while the target still rings: it rings for the transferee from now on.</summary>
    public void MoveDials(Channel from, Channel to)
    {
        for (var i = from.Dials.Count - 1; i >= 0; i--)
        {
            var dial = from.Dials[i];
            if (dial.Caller == from && !dial.IsAnswered)
            {
                RemoveDial(dial);
                DialBegin(to, dial.Dialled);
            }
        }
    }

    private void RemoveDial(Dial dial)
    {
        dial.Caller.Dials.Remove(dial);
        dial.Dialled.Dials.Remove(dial);
        Touch(dial.Caller);
        Touch(dial.Dialled);
    }
}
