namespace PhonePop.Server.Live;

/// <summary>What supervisors measure by: <c>PhonePop:Supervision</c>.</summary>
public sealed record SupervisionOptions
{
    /// <summary>Within what time a waiting caller should be answered, 1 second to 1 hour; who waits longer is marked. Default 20 seconds.</summary>
    public TimeSpan AnswerTarget { get; init; } = TimeSpan.FromSeconds(20);
}
