using System.Numerics;
using System.Runtime.Intrinsics;

namespace PhonePop.Ami.Protocol;

/// <summary>
/// Where the fields of a message are: for each line its first colon and its end. The hot spot of the whole program: one pass over the bytes, 64 at a
/// time, with next to no branch that depends on them. Searching each line anew costs several times as much.
/// </summary>
sealed class FieldIndex
{
    const int Block = 64;
    const int AtATime = 8;

    int[] _marks = new int[256];
    int _count;

    /// <summary>How many fields there are.</summary>
    public int Count => _count / 2;

    /// <summary>The colon and the end of each field in turn, as positions in the buffer. A field's key begins where the line before it ends.</summary>
    public ReadOnlySpan<int> Marks => _marks.AsSpan(0, _count);

    /// <summary>Finds the fields of a message, which is given without its empty line.</summary>
    /// <param name="text">The message.</param>
    /// <param name="start">Where it lies in its buffer.</param>
    /// <returns>False when a line has no colon, or nothing before it; nothing is found then.</returns>
    public bool TryIndex(ReadOnlySpan<byte> text, int start)
    {
        Span<byte> padded = stackalloc byte[Block];
        int count = 0, lines = 0;
        ulong begins = 1, open = 1, keyless = 0; // a line begins with the block; its colon was not met yet
        for (var position = 0; position < text.Length; position += Block)
        {
            scoped var block = text[position..];
            if (block.Length < Block)
            {
                padded.Clear();
                block.CopyTo(padded);
                block = padded;
            }

            ulong ends = Found(block, (byte)'\n'), colons = Found(block, (byte)':');
            var starts = (ends << 1) | begins;
            begins = ends >> (Block - 1);

            // Added to everything that is no colon, the start of a line carries up to its first colon, and stops there.
            var sum = ~colons + (starts | open);
            open = sum < ~colons ? 1UL : 0;
            var firsts = sum & colons;
            keyless |= firsts & starts;
            lines += BitOperations.PopCount(ends);
            count = Write(ends | firsts, start + position, count);
        }

        if (!text.IsEmpty && text[^1] != '\n')
        {
            lines++;
            _marks[count++] = start + text.Length;
        }

        var isRegular = count == lines * 2 && keyless == 0;
        _count = isRegular ? count : 0;
        return isRegular;
    }

    /// <summary>A copy of the lines that have a key and a colon, and how many others there are, empty ones not counted.</summary>
    public static (byte[] Lines, int Bad) GoodLines(ReadOnlySpan<byte> text)
    {
        var good = new byte[text.Length];
        int length = 0, bad = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n') + 1;
            var line = end > 0 ? text[..end] : text;
            text = text[line.Length..];
            if (line.IndexOf((byte)':') > 0)
            {
                line.CopyTo(good.AsSpan(length));
                length += line.Length;
            }
            else if (line is not ([(byte)'\n'] or [(byte)'\r'] or [(byte)'\r', (byte)'\n']))
            {
                bad++;
            }
        }

        return (good[..length], bad);
    }

    // Eight at a time, needed or not: how many lines a block has differs from block to block, and a loop for each would be mispredicted.
    int Write(ulong bits, int position, int count)
    {
        if (_marks.Length < count + Block + 1)
        {
            Array.Resize(ref _marks, _marks.Length * 2);
        }

        var written = count + BitOperations.PopCount(bits);
        for (; count < written; count += AtATime)
        {
            var marks = _marks.AsSpan(count, AtATime);
            for (var i = 0; i < marks.Length; i++)
            {
                marks[i] = position + BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
            }
        }

        return written;
    }

    static ulong Found(ReadOnlySpan<byte> block, byte value)
    {
        var low = Vector256.Equals(Vector256.Create(block), Vector256.Create(value)).ExtractMostSignificantBits();
        var high = Vector256.Equals(Vector256.Create(block[Vector256<byte>.Count..]), Vector256.Create(value)).ExtractMostSignificantBits();
        return low | ((ulong)high << Vector256<byte>.Count);
    }
}
