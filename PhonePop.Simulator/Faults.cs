using System.Collections.Concurrent;

namespace PhonePop.Simulator;

/// <summary>
/// How a server misbehaves. Everything may be changed while it runs and counts from the next message, action or login on; by default
/// all is well. Chance is drawn from <see cref="Seed"/>, so that the same calls fail in the same way again.
/// </summary>
/// <remarks>
/// What concerns events and lists is done by the emulated PBX; a replay, which must give back its bytes as recorded, knows the rest.
/// Answers to actions, and the rows of lists, are never lost, doubled or put out of order: TCP and Asterisk do neither.
/// </remarks>
public sealed class Faults
{
    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.OrdinalIgnoreCase);
    private long _dropAfter = -1;
    private int _cutSeed;
    private int _seed = 1;

    /// <summary>The seed of what is lost, doubled, delayed and interleaved; each client draws its own sequence. Setting another one begins anew. Default 1.</summary>
    public int Seed
    {
        get => Volatile.Read(ref _seed);
        set => Volatile.Write(ref _seed, value);
    }

    /// <summary>The share of events that never arrive, 0 to 1.</summary>
    public double Lost { get; set; }

    /// <summary>The share of events that are sent twice, 0 to 1; with <see cref="Delayed"/> the second may come later.</summary>
    public double Doubled { get; set; }

    /// <summary>The share of events that wait while later ones overtake them, 0 to 1.</summary>
    public double Delayed { get; set; }

    /// <summary>How many later events may overtake a delayed one. At least 1, default 12.</summary>
    public int Overtakers { get; set; } = 12;

    /// <summary>No delayed event, and no row of a list that waits for events, comes later than this. Default 200 ms.</summary>
    public TimeSpan EventDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The share of events that come after a line or some bytes which no AMI server would send, 0 to 1.</summary>
    public double Garbage { get; set; }

    /// <summary>Lists announce themselves at once, their rows come this much later, as they were when they were asked for. Events do not wait.</summary>
    public TimeSpan ListDelay { get; set; }

    /// <summary>Live events come between the rows of a list: each event lets some rows pass before it.</summary>
    public bool InterleaveLists { get; set; }

    /// <summary>Lists never say that they are complete.</summary>
    public bool NeverFinishLists { get; set; }

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

    internal bool SpoilsEvents => Lost > 0 || Doubled > 0 || Delayed > 0 || Garbage > 0;

    internal bool SpoilsLists => ListDelay > TimeSpan.Zero || InterleaveLists || NeverFinishLists;

    /// <summary>Drops the connection of whoever gets the next bytes, after this many of them, perhaps in the middle of a message. Once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than zero.</exception>
    public void DropAfter(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Interlocked.Exchange(ref _dropAfter, bytes);
    }

    /// <summary>Answers an action with "Permission denied" from now on; <c>CoreShowChannels</c> refuses the list of calls.</summary>
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
