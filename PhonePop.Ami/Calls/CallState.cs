using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>A call as the book keeps it: the last record that was published, and what is needed to find it again.</summary>
internal sealed class CallState(string extension, Endpoint basis)
{
    public string Extension { get; } = extension;

    /// <summary>The endpoint that the id is made of.</summary>
    public Endpoint Base { get; } = basis;

    /// <summary>The operator's endpoint, the last one that was seen.</summary>
    public required Endpoint Own { get; set; }

    /// <summary>The far end, once one was seen.</summary>
    public Endpoint? Far { get; set; }

    /// <summary>The last record that readers were given.</summary>
    public required Call Last { get; set; }

    public bool HasEnded => Last.Phase == CallPhase.Ended;

    /// <summary>Somebody talked in it, at some time.</summary>
    public bool WasAnswered => Last.AnsweredAt is not null;

    /// <summary>Both ends live and nothing links them: it ends at this time of <see cref="SteadyClock"/> unless a link comes back. Null while linked.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>The links were found gone by the first list after a lost connection: nobody saw how.</summary>
    public bool EndsUncertain { get; set; }

    /// <summary>An earlier run of the program knew it until then, and no list has confirmed it yet. Null for all others.</summary>
    public DateTimeOffset? KnownUntil { get; set; }

    /// <summary>The look that saw it last.</summary>
    public int SeenInLook { get; set; }

    /// <summary>Nothing can bring this id back: who it is named after is gone, and so is the far end.</summary>
    public bool IsOver => !Base.IsAlive && (Last.Direction == CallDirection.Internal || Far is null || !Far.IsAlive);
}
