using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace PhonePop.Ami.Protocol;

/// <summary>
/// A view of one message where it lies in the read buffer. It is used again for the next message, so it is valid only inside the call that
/// hands it over; <see cref="ToRecord"/> makes a copy to keep. Keys are compared without regard to case, since Asterisk 11 and 13 differ.
/// </summary>
public sealed class AmiMessage
{
    readonly record struct Slot(int Key, int KeyLength, int Value, int ValueLength);

    byte[] _buffer = [];
    int _start;
    int _length;
    int _outputStart;
    int _kind = -1;
    bool _isEvent;
    Slot[] _slots = new Slot[32];

    /// <summary>How many fields there are, repeated keys included.</summary>
    public int Count { get; private set; }

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
        var slots = _slots.AsSpan(0, Count);
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].KeyLength == key.Length && Ascii.EqualsIgnoreCase(_buffer.AsSpan(slots[i].Key, key.Length), key))
            {
                value = ValueAt(i);
                return true;
            }
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
    public ReadOnlySpan<byte> KeyAt(int index) => _buffer.AsSpan(_slots[index].Key, _slots[index].KeyLength);

    /// <summary>The value of a field, 0 to <see cref="Count"/> - 1.</summary>
    public ReadOnlySpan<byte> ValueAt(int index) => _buffer.AsSpan(_slots[index].Value, _slots[index].ValueLength);

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
        (Count, BadLines, _kind) = (0, 0, -1);
        var text = buffer.AsSpan(start, length);
        IndexFields(AmiMessageReader.IsOldCommandOutput(text) ? text[..CommandHeaders(text)] : text);
    }

    // Two or three header lines; what follows is free text.
    int CommandHeaders(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n') + 1;
        end += text[end..].IndexOf((byte)'\n') + 1;
        end += text[end..].StartsWith("ActionID:"u8) ? text[end..].IndexOf((byte)'\n') + 1 : 0;
        return _outputStart = end;
    }

    // The hot spot of the whole program. Searching each line anew costs twice as much as one pass that takes line ends and colons, 32 bytes at a time.
    void IndexFields(ReadOnlySpan<byte> text)
    {
        int position = 0, line = 0, colon = -1;
        for (; position + Vector256<byte>.Count <= text.Length; position += Vector256<byte>.Count)
        {
            var block = Vector256.Create(text.Slice(position, Vector256<byte>.Count));
            var found = (Vector256.Equals(block, Vector256.Create((byte)'\n')) | Vector256.Equals(block, Vector256.Create((byte)':'))).ExtractMostSignificantBits();
            for (; found != 0; found &= found - 1)
            {
                Mark(text, position + BitOperations.TrailingZeroCount(found), ref line, ref colon);
            }
        }

        for (; position < text.Length; position++)
        {
            if (text[position] is (byte)'\n' or (byte)':')
            {
                Mark(text, position, ref line, ref colon);
            }
        }

        if (line < text.Length)
        {
            AddLine(text, line, text.Length, colon);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Mark(ReadOnlySpan<byte> text, int position, ref int line, ref int colon)
    {
        if (text[position] == '\n')
        {
            AddLine(text, line, position, colon);
            (line, colon) = (position + 1, -1);
        }
        else if (colon < 0)
        {
            colon = position;
        }
    }

    void AddLine(ReadOnlySpan<byte> text, int line, int end, int colon)
    {
        end -= end > line && text[end - 1] == '\r' ? 1 : 0;
        if (colon <= line)
        {
            BadLines += end == line ? 0 : 1;
            return;
        }

        var value = colon + 1;
        if (value < end && text[value] == ' ')
        {
            value++;
        }

        if (Count == _slots.Length)
        {
            Array.Resize(ref _slots, Count * 2);
        }

        _slots[Count] = new Slot(_start + line, colon - line, _start + value, end - value);
        if (_kind < 0)
        {
            var key = text[line..colon];
            _isEvent = Ascii.EqualsIgnoreCase(key, "Event"u8);
            _kind = _isEvent || Ascii.EqualsIgnoreCase(key, "Response"u8) ? Count : -1;
        }

        Count++;
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
