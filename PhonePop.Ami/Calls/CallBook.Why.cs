using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Calls;

/// <summary>Notes for each change what caused it and which links led to the far party.</summary>
internal sealed partial class CallBook
{
    private readonly List<PathStep> _path = [];
    private readonly HashSet<string> _eventNames = new(Utf8Keys.Instance);

    /// <summary>The event that is being looked at; null when no event is (see <see cref="Occasion"/>).</summary>
    public AmiMessage? Event { get; set; }

    /// <summary>What is being looked at when no event is: a list, a deadline, the connection.</summary>
    public string Occasion { get; set; } = "";

    private void Explain(CallState call, Call after) => Note(call, after, PathOf(call, after, after.Trail!.Newest?.Path));

    /// <summary>Nothing changed for the operator, but perhaps the links that lead to the far party: a dial became a bridge.</summary>
    private void NoteWay(CallState call)
    {
        var before = call.Last.Trail!.Newest?.Path;
        var path = PathOf(call, call.Last, before);
        if (!ReferenceEquals(path, before))
        {
            Note(call, call.Last, path);
        }
    }

    private void Note(CallState call, Call after, IReadOnlyList<PathStep> path)
    {
        call.Last.Trail!.Add(Event is { } message
            ? new CallFact(clock.GetUtcNow(), NameOf(message.Event), ChannelOf(message), OtherOf(message), after, path)
            : new CallFact(clock.GetUtcNow(), Occasion, null, null, after, path));
    }

    // Kept as long as it stays the same: most changes of a call take the same way.
    private IReadOnlyList<PathStep> PathOf(CallState call, Call after, IReadOnlyList<PathStep>? before)
    {
        _path.Clear();
        if (after.Phase != CallPhase.Ended && call.Own.Channel is { } own && (call.Far?.Channel is not { } far || !spotter.PathTo(own, far, _path)))
        {
            _path.Clear();
            _path.Add(new PathStep(PathLink.Start, own.Name));
            _path.Add(new PathStep(PathLink.ConnectedLine, own.Endpoint.ConnectedNumber ?? ""));
        }

        if (before is not null && before.Count == _path.Count)
        {
            var isSame = true;
            for (var i = 0; i < _path.Count && isSame; i++)
            {
                isSame = before[i] == _path[i];
            }

            if (isSame)
            {
                return before;
            }
        }

        return _path.Count == 0 ? [] : _path.ToArray();
    }

    private string NameOf(ReadOnlySpan<byte> name)
    {
        var known = _eventNames.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(name, out var text))
        {
            _eventNames.Add(text = System.Text.Encoding.UTF8.GetString(name)); // the dialects know some twenty
        }

        return text;
    }

    private string? ChannelOf(AmiMessage message) =>
        Channel(message, "Uniqueid"u8, "Channel"u8) ?? Channel(message, "Uniqueid1"u8, "Channel1"u8) ?? Channel(message, "TransfererUniqueid"u8, "TransfererChannel"u8)
        ?? Channel(message, "OrigTransfererUniqueid"u8, "OrigTransfererChannel"u8) ?? Channel(message, "ParkeeUniqueid"u8, "ParkeeChannel"u8) ?? message.Find("Original"u8);

    private string? OtherOf(AmiMessage message) =>
        Channel(message, "DestUniqueid"u8, "Destination"u8) ?? Channel(message, "Uniqueid2"u8, "Channel2"u8) ?? Channel(message, "TransfereeUniqueid"u8, "TransfereeChannel"u8)
        ?? message.Find("Newname"u8) ?? message.Find("Clone"u8);

    // A channel that is known costs no new text.
    private string? Channel(AmiMessage message, ReadOnlySpan<byte> uniqueid, ReadOnlySpan<byte> name) =>
        message.TryGet(uniqueid, out var uid) && table.Find(uid) is { } channel ? channel.Name : message.Find(name);
}
