using System.Buffers.Text;
using System.Text;

namespace PhonePop.Ami.Protocol;

/// <summary>
/// A view of one message where it lies in the read buffer. It is used again for the next message, so it is valid only inside the call that
/// hands it over; <see cref="ToRecord"/> makes a copy to keep. Keys are compared without regard to case, since Asterisk 11 and 13 differ.
/// </summary>
public sealed class AmiMessage
{
    readonly FieldIndex _fields = new();
    byte[] _buffer = [];
    int _start;
    int _length;
    int _outputStart;
    int _kind = -1;
    bool _isEvent;

    /// <summary>How many fields there are, repeated keys included.</summary>
    public int Count => _fields.Count;

    /// <summary>Lines that have no colon or no key. They are left out of the fields.</summary>
    public int BadLines { get; private set; }

    /// <summary>When the bytes were read from the socket, in ticks of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long ReceivedAt { get; private set; }

    /// <summary>The event's name; empty when this is no event.</summary>
    public ReadOnlySpan<byte> Event => _kind >= 0 && _isEvent ? ValueAt(_kind) : default;

    /// <summary>What a response says (<c>Success</c>, <c>Error</c>, <c>Follows</c>…); empty when this is no response.</summary>
    public ReadOnlySpan<byte> Response => _kind >= 0 && !_isEvent ? ValueAt(_kind) : default;

    /// <summary>True when the message is an event: of its <c>Event</c> and <c>Response</c> headers the first one counts, the others are data.</summary>
    public bool IsEvent => _kind >= 0 && _isEvent;

    /// <summary>True when the message answers an action.</summary>
    public bool IsResponse => _kind >= 0 && !_isEvent;

    /// <summary>The action that it belongs to; empty when absent.</summary>
    public ReadOnlySpan<byte> ActionId => Value("ActionID"u8);

    /// <summary>Reads one whole message out of bytes of your own.</summary>
    /// <param name="bytes">The message; not changed, and not copied either.</param>
    public static AmiMessage Parse(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var message = new AmiMessage();
        message.Load(bytes, 0, bytes.Length, 0);
        return message;
    }

    /// <summary>The first value of a key; empty when absent.</summary>
    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> key) => TryGet(key, out var value) ? value : default;

    /// <summary>Finds the first value of a key.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var marks = _fields.Marks;
        var start = _start;
        for (var i = 0; i + 1 < marks.Length; i += 2)
        {
            if (marks[i] - start == key.Length && IsSameKey(_buffer.AsSpan(start, key.Length), key))
            {
                value = Between(marks[i], marks[i + 1]);
                return true;
            }

            start = marks[i + 1] + 1;
        }

        value = default;
        return false;
    }

    /// <summary>The first value of a key as text, or null when absent. Invalid UTF-8 becomes U+FFFD.</summary>
    public string? Find(ReadOnlySpan<byte> key) => TryGet(key, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The first value of a key as text; empty when absent. Invalid UTF-8 becomes U+FFFD.</summary>
    public string Text(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(Value(key));

    /// <summary>The first value of a key as a number; null when it is absent, no whole number, or too large.</summary>
    public int? Number(ReadOnlySpan<byte> key) =>
        TryGet(key, out var value) && Utf8Parser.TryParse(value, out int number, out var used) && used == value.Length ? number : null;

    /// <summary>The key of a field, 0 to <see cref="Count"/> - 1, as the PBX spelled it.</summary>
    public ReadOnlySpan<byte> KeyAt(int index)
    {
        var start = index == 0 ? _start : _fields.Marks[(index * 2) - 1] + 1;
        return _buffer.AsSpan(start, _fields.Marks[index * 2] - start);
    }

    /// <summary>The value of a field, 0 to <see cref="Count"/> - 1.</summary>
    public ReadOnlySpan<byte> ValueAt(int index) => Between(_fields.Marks[index * 2], _fields.Marks[(index * 2) + 1]);

    /// <summary>A copy that may be kept: all fields in order, and the lines that a <c>Command</c> printed.</summary>
    public AmiRecord ToRecord()
    {
        var fields = new AmiField[Count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = new AmiField(Encoding.UTF8.GetString(KeyAt(i)), Encoding.UTF8.GetString(ValueAt(i)));
        }

        return new AmiRecord(fields, Output(fields), ReceivedAt);
    }

    internal void Load(byte[] buffer, int start, int length, long receivedAt)
    {
        (_buffer, _start, _length, _outputStart, ReceivedAt) = (buffer, start, length, 0, receivedAt);
        (BadLines, _kind) = (0, -1);
        ReadOnlySpan<byte> text = buffer.AsSpan(start, length);
        text = AmiMessageReader.IsOldCommandOutput(text) ? text[..CommandHeaders(text)] : WithoutEmptyLine(text);
        if (!_fields.TryIndex(text, start))
        {
            // Rare: the good lines in a buffer of its own.
            (_buffer, BadLines) = FieldIndex.GoodLines(text);
            _start = 0;
            _fields.TryIndex(_buffer, 0);
        }

        for (var i = 0; i < Count && _kind < 0; i++)
        {
            var key = KeyAt(i);
            _isEvent = key.Length == 5 && IsSameKey(key, "Event"u8);
            _kind = _isEvent || (key.Length == 8 && IsSameKey(key, "Response"u8)) ? i : -1;
        }
    }

    // Asterisk spells most keys as we do, and most that have the same length begin otherwise.
    static bool IsSameKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> wanted) =>
        !key.IsEmpty && (key[0] | 0x20) == (wanted[0] | 0x20) && (key.SequenceEqual(wanted) || Ascii.EqualsIgnoreCase(key, wanted));

    static ReadOnlySpan<byte> WithoutEmptyLine(ReadOnlySpan<byte> text) => text.EndsWith("\n\r\n"u8) ? text[..^2] : text.EndsWith("\n\n"u8) ? text[..^1] : text;

    ReadOnlySpan<byte> Between(int colon, int end)
    {
        var value = colon + 1;
        value += value < end && _buffer[value] == ' ' ? 1 : 0;
        end -= end > value && _buffer[end - 1] == '\r' ? 1 : 0;
        return _buffer.AsSpan(value, end - value);
    }

    // Two or three header lines; what follows is free text.
    int CommandHeaders(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n') + 1;
        end += text[end..].IndexOf((byte)'\n') + 1;
        end += text[end..].StartsWith("ActionID:"u8) ? text[end..].IndexOf((byte)'\n') + 1 : 0;
        return _outputStart = end;
    }

    string[] Output(AmiField[] fields)
    {
        if (!IsResponse)
        {
            return [];
        }

        if (_outputStart == 0)
        {
            return [.. fields.Where(f => f.Key.Equals("Output", StringComparison.OrdinalIgnoreCase)).Select(f => f.Value)];
        }

        var text = Encoding.UTF8.GetString(_buffer.AsSpan(_start + _outputStart, _length - _outputStart));
        text = text[..text.LastIndexOf("--END COMMAND--", StringComparison.Ordinal)].ReplaceLineEndings("\n");
        return text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }
}
