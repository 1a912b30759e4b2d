namespace PhonePop.Server.Live;

/// <summary>What the server itself did with a call: looked up, pushed, shown, dismissed. One object for all states of a call; safe from any thread.</summary>
public sealed class CallNotes
{
    private const int MostNotes = 40;
    private const int KeptFromTheStart = 8;
    private readonly Lock _lock = new();
    private readonly List<CallNote> _notes = [];

    /// <summary>What an earlier run of the server knew of this call, or null.</summary>
    public WhyDto? Earlier { get; init; }

    /// <summary>The notes so far, oldest first; of many the first and the newest.</summary>
    public IReadOnlyList<CallNote> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _notes];
            }
        }
    }

    internal void Add(CallNote note)
    {
        lock (_lock)
        {
            if (_notes.Count == MostNotes)
            {
                _notes.RemoveAt(KeptFromTheStart);
            }

            _notes.Add(note);
        }
    }
}

/// <summary>One thing that the server did with a call.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Version">The state of the call that it was done with, or null.</param>
/// <param name="Milliseconds">Since the PBX's bytes; null where that is not known.</param>
/// <param name="Step">The step of the ladder, of <see cref="CallNoteKind.Acknowledged"/> alone.</param>
public sealed record CallNote(DateTimeOffset At, CallNoteKind Kind, long? Version, double? Milliseconds, PopStep? Step = null);

/// <summary>See <see cref="CallNote"/>.</summary>
public enum CallNoteKind
{
    /// <summary>The look-up answered.</summary>
    LookedUp,

    /// <summary>A change went to the hub.</summary>
    Pushed,

    /// <summary>A browser said that it shows the notification.</summary>
    Shown,

    /// <summary>The operator closed the pop.</summary>
    Dismissed,

    /// <summary>A browser said that a step of the ladder has happened.</summary>
    Acknowledged,
}
