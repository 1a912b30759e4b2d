namespace PhonePop.Server.Data;

/// <summary>
/// A call that has not ended for good, as it was shown last. It is what a server that starts again recognises: calls that go on keep
/// their ids and times, calls that ended meanwhile get their row in history. Times are UTC.
/// </summary>
public sealed class OpenCall
{
    /// <summary>The call id.</summary>
    public required string Id { get; set; }

    public required string Pbx { get; set; }

    /// <summary>The call, as JSON of <c>PhonePop.Ami.Calls.Call</c>.</summary>
    public required string Call { get; set; }

    /// <summary>The version of that state.</summary>
    public long Version { get; set; }

    public bool Dismissed { get; set; }

    /// <summary>How it came to be shown so, as JSON of <c>WhyDto</c>.</summary>
    public required string Why { get; set; }

    /// <summary>When the server was last alive with this call: the latest time that it can have ended unseen after.</summary>
    public DateTime SeenAt { get; set; }
}

/// <summary>Why an ended call was shown as it was. Beside the call and not in it: it is large, seldom read, and kept for a shorter time.</summary>
public sealed class CallExplanation
{
    /// <summary>The call id.</summary>
    public required string Id { get; set; }

    public DateTime EndedAt { get; set; }

    /// <summary>JSON of <c>WhyDto</c>, compressed with Brotli.</summary>
    public required byte[] Why { get; set; }
}
