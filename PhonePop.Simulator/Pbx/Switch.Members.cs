namespace PhonePop.Simulator.Pbx;

// Members of queues: what their phones do, as the queue sees it.
internal sealed partial class Switch
{
    private readonly Dictionary<string, int> _memberStates = [];

    /// <summary>Device state: 1 not in use, 2 in use, 6 ringing.</summary>
    public int MemberState(string extension)
    {
        var channels = _channels.Where(c => c.Extension == extension).ToList();
        return channels.Count == 0 ? 1 : channels.Exists(c => c.State != SimChannelState.Ringing) ? 2 : 6;
    }

    /// <summary>A member takes no calls of this queue from now on, or takes them again.</summary>
    public void PauseMember(SimQueue queue, string extension, string? reason)
    {
        var member = queue.Standing[extension];
        (member.Paused, member.PausedReason) = (reason is not null, reason ?? "");
        foreach (var device in DevicesOf(extension))
        {
            Dialect.MemberPaused(queue, device, NameOf(extension), MemberState(extension), member);
        }
    }

    /// <summary>A member has taken a call of this queue.</summary>
    public void CountMember(SimQueue queue, string extension)
    {
        if (queue.Standing.TryGetValue(extension, out var member))
        {
            (member.CallsTaken, member.LastCall) = (member.CallsTaken + 1, (int)Now.ToUnixTimeSeconds());
            TellMember(queue, extension, member);
        }
    }

    // After each change of a channel: told once for each state, as device states are.
    private void NoteMember(string? extension)
    {
        if (!_options.MemberEvents || extension is null)
        {
            return;
        }

        var state = MemberState(extension);
        if (_memberStates.GetValueOrDefault(extension, 1) == state)
        {
            return;
        }

        _memberStates[extension] = state;
        foreach (var queue in Queues.Values)
        {
            if (queue.Standing.TryGetValue(extension, out var member))
            {
                TellMember(queue, extension, member);
            }
        }
    }

    private void TellMember(SimQueue queue, string extension, SimMember member)
    {
        if (!_options.MemberEvents)
        {
            return;
        }

        foreach (var device in DevicesOf(extension))
        {
            Dialect.MemberChanged(queue, device, NameOf(extension), MemberState(extension), member);
        }
    }
}
