namespace PhonePop.Ami.Calls;

/// <summary>Why a call is shown as it is: each change, with the event that caused it and the links that led to the far party. Safe to read from any thread.</summary>
public sealed class CallTrail
{
    /// <summary>How many facts are kept: of a longer story the beginning and the end.</summary>
    public const int MostFacts = 64;

    private const int KeptFromTheStart = 8;
    private readonly Lock _lock = new();
    private readonly List<CallFact> _facts = new(4);
    private int _left;

    /// <summary>The facts so far, oldest first.</summary>
    public IReadOnlyList<CallFact> Facts
    {
        get
        {
            lock (_lock)
            {
                return [.. _facts];
            }
        }
    }

    /// <summary>How many facts were left out of the middle.</summary>
    public int LeftOut => Volatile.Read(ref _left);

    internal CallFact? Newest { get; private set; }

    internal void Add(CallFact fact)
    {
        lock (_lock)
        {
            if (_facts.Count == MostFacts)
            {
                _facts.RemoveAt(KeptFromTheStart);
                _left++;
            }

            _facts.Add(fact);
            Newest = fact;
        }
    }
}

/// <summary>One change of a call.</summary>
/// <param name="At">When PhonePop saw it.</param>
/// <param name="Event">The AMI event; <c>CoreShowChannels</c> for what a list told; other words for what no message told.</param>
/// <param name="Channel">The channel that the event is about, or null.</param>
/// <param name="OtherChannel">The second channel that it names, or null.</param>
/// <param name="After">The call as it was shown from then on.</param>
/// <param name="Path">The links from the operator's channel to the far party; empty once the call has ended.</param>
public sealed record CallFact(DateTimeOffset At, string Event, string? Channel, string? OtherChannel, Call After, IReadOnlyList<PathStep> Path);

/// <summary>One step of the walk from an operator's channel to the far party.</summary>
/// <param name="Link">What led here.</param>
/// <param name="Channel">The channel's name; for <see cref="PathLink.ConnectedLine"/> the number.</param>
public readonly record struct PathStep(PathLink Link, string Channel);

/// <summary>What joins two channels of a <see cref="CallFact.Path"/>.</summary>
public enum PathLink
{
    /// <summary>The operator's own channel: where the walk starts.</summary>
    Start,

    /// <summary>In the same bridge.</summary>
    Bridge,

    /// <summary>In the bridge that the operator left while holding: the party waits there.</summary>
    HeldBridge,

    /// <summary>One dials the other.</summary>
    Dial,

    /// <summary>Bridged as a pair (Asterisk 11).</summary>
    Pair,

    /// <summary>The two halves of a Local channel.</summary>
    Local,

    /// <summary>No link: the phone's own connected line names the party.</summary>
    ConnectedLine,
}
