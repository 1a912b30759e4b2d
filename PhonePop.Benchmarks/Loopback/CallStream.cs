using System.Text;

namespace PhonePop.Benchmarks;

/// <summary>The events of one recorded call after another, of other people each time, in the order in which a PBX with many calls tells them.</summary>
/// <param name="isAll">False for what an account with <c>read = call,agent</c> gets of them.</param>
/// <param name="atOnce">How many calls ring and talk at the same time.</param>
sealed class CallStream(bool isAll, int atOnce)
{
    private const int FirstExtension = 10_000;
    private readonly Queue<byte[]> _waiting = new();
    private int _step;

    /// <summary>Calls that have begun.</summary>
    public int Begun { get; private set; }

    /// <summary>Calls that are over once everything has been read that was asked for until now.</summary>
    public int Ended { get; private set; }

    /// <summary>The next event, whole.</summary>
    public byte[] Next(bool mayBegin = true)
    {
        while (_waiting.Count == 0)
        {
            Advance(mayBegin);
        }

        return _waiting.Dequeue();
    }

    /// <summary>True when every call that has begun has ended, and all its events have been taken.</summary>
    public bool IsEmpty => _waiting.Count == 0 && Ended == Begun;

    // One call begins; the one that began half the number of calls ago is answered; the one that began all of them ago ends.
    private void Advance(bool mayBegin)
    {
        var step = _step++;
        if (mayBegin)
        {
            Add(0, Begun++);
        }

        if (step >= atOnce / 2 && step - (atOnce / 2) < Begun)
        {
            Add(1, step - (atOnce / 2));
        }

        if (step >= atOnce && Ended < Begun)
        {
            Add(2, Ended++);
        }
    }

    private void Add(int part, int call)
    {
        var (from, to) = CallTemplate.Parts[part];
        for (var number = from; number < to; number++)
        {
            using var text = new MemoryStream(2048);
            CallTemplate.Write(text, number, call, FirstExtension + (call % (atOnce * 2)));
            var message = text.ToArray();
            if (isAll || IsCallOrAgent(Encoding.UTF8.GetString(message)))
            {
                _waiting.Enqueue(message);
            }
        }
    }

    private static bool IsCallOrAgent(string message)
    {
        var classes = message.Split("\r\n").First(l => l.StartsWith("Privilege: ", StringComparison.Ordinal));
        return classes.Contains("call", StringComparison.Ordinal) || classes.Contains("agent", StringComparison.Ordinal);
    }
}
