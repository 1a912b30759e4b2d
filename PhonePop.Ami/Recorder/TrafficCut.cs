using System.Text;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Recorder;

/// <summary>
/// Cuts what a ring holds so that it can be replayed. Where the ring has lost the beginning of a connection, the cut goes right before a whole
/// list of channels, which tells what went on already, and the connection gets its banner and an answer to the login again.
/// </summary>
internal static class TrafficCut
{
    private const string LoginAnswer = "Response: Success\r\nActionID: phonepop-recorder-login\r\nMessage: Authentication accepted\r\n\r\n";

    /// <summary>Null when nothing of it can be replayed.</summary>
    public static RecordedTraffic? Of(HeldTraffic held)
    {
        var notes = new List<string>();
        var pieces = Pieces(held, notes);
        if (pieces.Count == 0)
        {
            return null;
        }

        var startedAt = TimeOf(held, pieces[0].From);
        var bytes = new MemoryStream();
        var chunks = new List<RecordedChunk>();
        var connections = new List<RecordedConnection>();
        foreach (var (connection, from, end, prefix) in pieces)
        {
            var start = (int)bytes.Length;
            var startMs = Ms(held, startedAt, TimeOf(held, from));
            bytes.Write(prefix);
            if (prefix.Length > 0)
            {
                chunks.Add(new RecordedChunk(startMs, (int)bytes.Length));
            }

            var shift = bytes.Length - from;
            bytes.Write(held.Bytes.AsSpan((int)(from - held.From)..(int)(end - held.From)));
            foreach (var mark in held.Marks.Where(m => m.End > from))
            {
                chunks.Add(new RecordedChunk(Ms(held, startedAt, mark.At), (int)(Math.Min(mark.End, end) + shift)));
                if (mark.End >= end)
                {
                    break;
                }
            }

            connections.Add(new RecordedConnection(start, startMs, (int)bytes.Length, connection.End is null ? null : Ms(held, startedAt, connection.ClosedAt)));
        }

        return new RecordedTraffic
        {
            Bytes = bytes.ToArray(),
            Chunks = chunks,
            Connections = connections,
            Sent = [.. Sent(held, startedAt, pieces, connections)],
            LengthMs = Ms(held, startedAt, held.Clock.GetTimestamp()),
            StartedAt = held.Clock.GetUtcNow() - held.Clock.GetElapsedTime(startedAt),
            Notes = notes,
        };
    }

    // What is taken of each connection, in order: from where, to where, and what must stand before it.
    private static List<(TrafficConnection Connection, long From, long End, byte[] Prefix)> Pieces(HeldTraffic held, List<string> notes)
    {
        var pieces = new List<(TrafficConnection, long, long, byte[])>();
        var total = held.From + held.Bytes.Length;
        var refused = 0;
        for (var i = 0; i < held.Connections.Count; i++)
        {
            var connection = held.Connections[i];
            var end = connection.End ?? total;
            if (end <= held.From)
            {
                continue;
            }

            var isCut = connection.Start < held.From;
            var from = isCut ? CutInside(held, end, isLast: i == held.Connections.Count - 1, notes) : connection.Start;
            if (from is not { } start || !connection.Banner.StartsWith("Asterisk Call Manager/", StringComparison.Ordinal))
            {
                continue;
            }

            if (!isCut && held.Bytes.AsSpan((int)(start - held.From)..(int)(end - held.From)).IndexOf("Message: Authentication accepted"u8) < 0)
            {
                refused++;
                continue;
            }

            var whole = WholeEnd(held, start, end, hasBanner: !isCut);
            if (whole < end && connection.End is not null)
            {
                notes.Add("A connection broke inside a message, which is left out here.");
            }

            if (whole > start)
            {
                pieces.Add((connection, start, whole, isCut ? Encoding.Latin1.GetBytes(connection.Banner + "\r\n" + LoginAnswer) : []));
            }
        }

        if (refused > 0)
        {
            notes.Add($"{refused} attempts to connect that never came to a login are left out.");
        }

        return pieces;
    }

    // Null: the next connection begins with its first list, which is worth more than a stretch without a beginning.
    private static long? CutInside(HeldTraffic held, long end, bool isLast, List<string> notes)
    {
        var bytes = held.Bytes;
        var stop = (int)(end - held.From);
        var crlf = bytes.AsSpan(0, stop).IndexOf("\n\r\n"u8);
        var lf = bytes.AsSpan(0, crlf < 0 ? stop : crlf + 1).IndexOf("\n\n"u8);
        var boundary = lf >= 0 ? lf + 2 : crlf >= 0 ? crlf + 3 : stop;
        int? list = null;
        var listId = "";
        foreach (var (start, length) in RecordedTraffic.Split(bytes, boundary, stop))
        {
            var message = AmiMessage.Parse(bytes[start..(start + length)]);
            if (ChannelList.Begins(message))
            {
                (list, listId) = (start, message.Text("ActionID"u8));
            }
            else if (list is { } begun && ChannelList.Ends(message) && message.Text("ActionID"u8) == listId)
            {
                notes.Add("The beginning of the connection was no longer held: banner and login answer are put before the first whole list of channels, which tells what went on already.");
                return held.From + begun;
            }
        }

        if (!isLast)
        {
            notes.Add("An earlier connection, of which neither the beginning nor a list of channels was held, is left out.");
            return null;
        }

        notes.Add("The beginning of the connection was no longer held, and no whole list of channels: calls that began earlier are missing. Banner and login answer are put before the first whole message.");
        return held.From + boundary;
    }

    private static long WholeEnd(HeldTraffic held, long from, long end, bool hasBanner)
    {
        var (start, stop) = ((int)(from - held.From), (int)(end - held.From));
        if (hasBanner)
        {
            var banner = held.Bytes.AsSpan(start..stop).IndexOf((byte)'\n') + 1;
            if (banner == 0)
            {
                return from;
            }

            start += banner;
        }

        foreach (var (at, length) in RecordedTraffic.Split(held.Bytes, start, stop))
        {
            start = at + length;
        }

        return held.From + start;
    }

    private static IEnumerable<RecordedAction> Sent(
        HeldTraffic held, long startedAt, List<(TrafficConnection Connection, long From, long End, byte[] Prefix)> pieces, List<RecordedConnection> connections)
    {
        foreach (var sent in held.Sent)
        {
            // An action of the next connection has its banner behind it already.
            var i = pieces.FindIndex(p => sent.Position > p.From && sent.Position <= (p.Connection.End ?? long.MaxValue));
            if (i >= 0)
            {
                var at = Math.Min(sent.Position, pieces[i].End) - pieces[i].From + pieces[i].Prefix.Length;
                yield return new RecordedAction(Ms(held, startedAt, sent.At), connections[i].Start + (int)at, sent.Text);
            }
        }
    }

    // When the byte at a position came.
    private static long TimeOf(HeldTraffic held, long position)
    {
        foreach (var mark in held.Marks)
        {
            if (mark.End > position)
            {
                return mark.At;
            }
        }

        return held.Marks[^1].At;
    }

    private static long Ms(HeldTraffic held, long from, long to) => Math.Max(0, (long)held.Clock.GetElapsedTime(from, to).TotalMilliseconds);
}
