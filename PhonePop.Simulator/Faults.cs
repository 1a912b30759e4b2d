using System.Collections.Concurrent;

namespace PhonePop.Simulator;

/// <summary>How a server misbehaves. Everything may be changed while it runs and counts from the next send, action or login on.</summary>
public sealed class Faults
{
    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.OrdinalIgnoreCase);
    private long _dropAfter = -1;
    private int _cutSeed;

    /// <summary>Sends everything in random pieces of 1 to 200 bytes, each a send of its own. 0: whole. The same seed cuts the same way.</summary>
    public int CutSeed
    {
        get => Volatile.Read(ref _cutSeed);
        set => Volatile.Write(ref _cutSeed, value);
    }

    /// <summary>Every login is answered with "Authentication failed" and the connection closed.</summary>
    public bool RefuseLogins { get; set; }

    /// <summary>Refuses the challenge, as a server without MD5 logins does.</summary>
    public bool RefuseChallenge { get; set; }

    /// <summary>Half-open: what would be sent is thrown away, the connection stays.</summary>
    public bool Silent { get; set; }

    /// <summary>How long each answer to an action waits. Events do not wait.</summary>
    public TimeSpan AnswerDelay { get; set; }

    /// <summary>Drops the connection of whoever gets the next bytes, after this many of them, perhaps in the middle of a message. Once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than zero.</exception>
    public void DropAfter(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Interlocked.Exchange(ref _dropAfter, bytes);
    }

    /// <summary>Answers an action with "Permission denied" from now on.</summary>
    public void Refuse(string action) => _refused[action] = true;

    /// <summary>Takes back <see cref="Refuse"/>.</summary>
    public void Allow(string action) => _refused.TryRemove(action, out _);

    internal bool IsRefused(string action) => _refused.ContainsKey(action);

    /// <returns>How many of these bytes may still go out; less than <paramref name="length"/> means: then drop.</returns>
    internal int Pass(int length)
    {
        var left = Interlocked.Read(ref _dropAfter);
        if (left < 0)
        {
            return length;
        }

        var pass = (int)Math.Min(left, length);
        Interlocked.Exchange(ref _dropAfter, pass < length ? -1 : left - pass);
        return pass;
    }
}
