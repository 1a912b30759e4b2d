using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Queues;

/// <summary>
/// The members of a PBX's queues. All versions say the same of them, in other words: <c>Location</c> is <c>Interface</c> since Asterisk 12, <c>QueueMemberPaused</c>
/// is <c>QueueMemberPause</c>, and a row of <c>QueueStatus</c> says <c>Name</c>. Asterisk 11 tells of a member's state only where the queue has
/// <c>eventmemberstatus</c>; the list makes good for it. Has no lock of its own. What changes nothing allocates nothing.
/// </summary>
internal sealed class QueueBook(string pbx, OperatorDevices devices, Action<QueueMember> changed)
{
    /// <summary>More than any Asterisk has; others are left out.</summary>
    public const int MostMembers = 20_000;

    private readonly Dictionary<string, Dictionary<string, Entry>> _queues = new(Utf8Keys.Instance);
    private int _list;
    private int _members;

    /// <summary>The names of all events that <see cref="Wants"/> is true for.</summary>
    public static IReadOnlyList<string> EventNames { get; } =
        ["QueueMemberAdded", "QueueMemberPause", "QueueMemberStatus", "QueueMemberPaused", "QueueMemberRemoved", "QueueMemberPenalty"];

    public static bool Wants(ReadOnlySpan<byte> eventName) => eventName.Length switch
    {
        16 => eventName.SequenceEqual("QueueMemberAdded"u8) || eventName.SequenceEqual("QueueMemberPause"u8),
        17 => eventName.SequenceEqual("QueueMemberStatus"u8) || eventName.SequenceEqual("QueueMemberPaused"u8),
        18 => eventName.SequenceEqual("QueueMemberRemoved"u8) || eventName.SequenceEqual("QueueMemberPenalty"u8),
        _ => false,
    };

    public void Apply(AmiMessage message)
    {
        if (message.Event.SequenceEqual("QueueMemberRemoved"u8))
        {
            if (Find(message) is { } gone)
            {
                Remove(gone);
            }
        }
        else
        {
            Observe(message);
        }
    }

    /// <summary>A list of everything begins: whom it does not name when it ends is no member.</summary>
    public void BeginList() => _list++;

    /// <summary>A row of <c>QueueStatus</c>; others than members do nothing.</summary>
    public void ApplyRow(AmiMessage row)
    {
        if (row.Event.SequenceEqual("QueueMember"u8))
        {
            Observe(row);
        }
    }

    public void EndList()
    {
        foreach (var entry in _queues.Values.SelectMany(static q => q.Values).Where(e => e.SeenIn < _list).ToList())
        {
            Remove(entry);
        }
    }

    private static ReadOnlySpan<byte> InterfaceOf(AmiMessage message) => message.TryGet("Interface"u8, out var modern) ? modern : message.Value("Location"u8);

    private Entry? Find(AmiMessage message) =>
        _queues.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(message.Value("Queue"u8), out var members)
        && members.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(InterfaceOf(message), out var entry) ? entry : null;

    private void Observe(AmiMessage message)
    {
        var entry = Find(message) ?? Add(message);
        if (entry is null)
        {
            return;
        }

        entry.SeenIn = _list;
        var last = entry.Last;
        var next = last;
        if ((message.TryGet("MemberName"u8, out var name) || message.TryGet("Name"u8, out name)) && !Utf8Keys.SameText(name, next.Name))
        {
            next = next with { Name = System.Text.Encoding.UTF8.GetString(name) };
        }

        if (message.Number("Status"u8) is { } status && StateOf(status) is var state && state != next.State)
        {
            next = next with { State = state };
        }

        if (message.Number("Paused"u8) is { } paused && paused != 0 != next.Paused)
        {
            next = next with { Paused = paused != 0 };
        }

        if ((message.TryGet("PausedReason"u8, out var reason) || message.TryGet("Reason"u8, out reason)) && !Utf8Keys.SameText(reason, next.PausedReason))
        {
            next = next with { PausedReason = System.Text.Encoding.UTF8.GetString(reason) };
        }

        if (message.Number("Penalty"u8) is { } penalty && penalty != next.Penalty)
        {
            next = next with { Penalty = penalty };
        }

        if (message.Number("CallsTaken"u8) is { } taken && taken != next.CallsTaken)
        {
            next = next with { CallsTaken = taken };
        }

        if (message.Number("LastCall"u8) is > 0 and var seconds && next.LastCall?.ToUnixTimeSeconds() != seconds)
        {
            next = next with { LastCall = DateTimeOffset.FromUnixTimeSeconds(seconds) };
        }

        if (!ReferenceEquals(next, last) || entry.IsNew)
        {
            (entry.Last, entry.IsNew) = (next, false);
            changed(next);
        }
    }

    private Entry? Add(AmiMessage message)
    {
        var (queue, device) = (message.Text("Queue"u8), System.Text.Encoding.UTF8.GetString(InterfaceOf(message)));
        if (queue.Length == 0 || device.Length == 0 || _members >= MostMembers)
        {
            return null;
        }

        var members = _queues.TryGetValue(queue, out var known) ? known : _queues[queue] = new(Utf8Keys.Instance);
        _members++;
        return members[device] = new Entry(new QueueMember { Pbx = pbx, Queue = queue, Interface = device, Extension = ExtensionOf(device) ?? ExtensionOf(message.Text("StateInterface"u8)) });
    }

    private void Remove(Entry entry)
    {
        var members = _queues[entry.Last.Queue];
        _members -= members.Remove(entry.Last.Interface) ? 1 : 0;
        if (members.Count == 0)
        {
            _queues.Remove(entry.Last.Queue);
        }

        changed(entry.Last with { IsGone = true });
    }

    // PJSIP/101, or a way through the dialplan to it: Local/101@from-queue/n, hint:101@ext-local.
    private string? ExtensionOf(string device)
    {
        var start = device.StartsWith("Local/", StringComparison.OrdinalIgnoreCase) ? 6 : device.StartsWith("hint:", StringComparison.OrdinalIgnoreCase) ? 5 : 0;
        if (start == 0)
        {
            return device.Length == 0 ? null : devices.ExtensionOf(device + "-0"); // dashes of a device are its own
        }

        var end = device.IndexOf('@', StringComparison.Ordinal);
        var extension = end < 0 ? device[start..] : device[start..end];
        return devices.IsExtension(extension) ? extension : null;
    }

    // Device states, as include/asterisk/devicestate.h numbers them.
    private static QueueMemberState StateOf(int status) => status switch
    {
        1 => QueueMemberState.Free,
        2 => QueueMemberState.InCall,
        3 => QueueMemberState.Busy,
        4 or 5 => QueueMemberState.Unavailable,
        6 or 7 => QueueMemberState.Ringing,
        8 => QueueMemberState.OnHold,
        _ => QueueMemberState.Unknown,
    };

    private sealed class Entry(QueueMember first)
    {
        public QueueMember Last { get; set; } = first;

        public int SeenIn { get; set; }

        public bool IsNew { get; set; } = true;
    }
}
