namespace PhonePop.Server.Work;

/// <summary>What operators do around calls: <c>PhonePop:Work</c>.</summary>
public sealed record WorkOptions
{
    /// <summary>The longest name of an outcome, in characters.</summary>
    public const int LongestOutcome = 60;

    /// <summary>What a call can have led to, in the order of the list; an empty list: nothing to choose. The default's names are translated on pages.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = ["Solved", "Call again", "Passed on", "Offer sent", "Not interested", "Wrong number"];

    /// <summary>The time for notes after a call with somebody outside, 0 to 1 hour; the operator counts as busy meanwhile. Default 0: none.</summary>
    public TimeSpan WrapUp { get; init; }

    /// <summary>How long the card of a call that has ended stays on the operator's page, 0 to 1 hour. Default 2 minutes.</summary>
    public TimeSpan KeepCard { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long somebody who was missed stays on the list, 1 hour to 365 days. Default 7 days.</summary>
    public TimeSpan MissedKeep { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long those who were called back or reached are still shown, with who did it; 0 to <see cref="MissedKeep"/>. Default 1 day.</summary>
    public TimeSpan DoneShown { get; init; } = TimeSpan.FromDays(1);
}
