namespace PhonePop.Server.Doctor;

/// <summary>How long the doctor is patient.</summary>
internal sealed record DoctorTimes
{
    /// <summary>For resolving, TCP and TLS, each. Default 5 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the first words of the PBX. Default 5 s.</summary>
    public TimeSpan Banner { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the answer to a question, where the PBX has said nothing by itself. Default 5 s.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the push to a browser's word that it showed the call. Default 10 s.</summary>
    public TimeSpan Shown { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the ring to PhonePop's own view of it. Default 5 s.</summary>
    public TimeSpan Seen { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two lists of channels while a test call is waited for. Default 2 s.</summary>
    public TimeSpan List { get; init; } = TimeSpan.FromSeconds(2);
}
