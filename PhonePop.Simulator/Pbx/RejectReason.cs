namespace PhonePop.Simulator.Pbx;

/// <summary>How a phone refuses.</summary>
public enum RejectReason
{
    /// <summary>486.</summary>
    Busy,

    /// <summary>603.</summary>
    Declined,

    /// <summary>480, or it rang out.</summary>
    NoAnswer,
}
