namespace PhonePop.Server.Live;

/// <summary>How long things are kept: <c>PhonePop:Retention</c>. Who is to be called back has its own: <c>PhonePop:Work:MissedKeep</c>.</summary>
public sealed record RetentionOptions
{
    /// <summary>Ended calls and what was written about them, 1 to 3650 days; null: for good. Default null.</summary>
    public TimeSpan? History { get; init; }

    /// <summary>Why an ended call was shown as it was, 1 to 3650 days. Default 30 days.</summary>
    public TimeSpan Explanations { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The audit log, 1 to 3650 days. Default 365 days.</summary>
    public TimeSpan Audit { get; init; } = TimeSpan.FromDays(365);
}
