using PhonePop.Server.Components.Text;

namespace PhonePop.Server.Doctor;

/// <summary>What the doctor looks at, in this order.</summary>
public enum CheckId
{
    /// <summary>The name resolves and something accepts the connection.</summary>
    Address,

    /// <summary>What accepts it is an Asterisk manager interface.</summary>
    Banner,

    /// <summary>The account is accepted.</summary>
    Login,

    /// <summary>Which Asterisk it is, and what that means.</summary>
    Version,

    /// <summary>Which actions the account may use.</summary>
    Rights,

    /// <summary>Which events the account is told.</summary>
    Events,

    /// <summary>Which devices there are, and which of them are operators.</summary>
    Devices,

    /// <summary>The smallest section of manager.conf that is enough.</summary>
    Account,

    /// <summary>Test call: a phone rings.</summary>
    Ringing,

    /// <summary>Test call: the phone is an operator's.</summary>
    Operator,

    /// <summary>Test call: the caller's number leads to a customer.</summary>
    Customer,

    /// <summary>Test call: the hub sent it to the operator's browser.</summary>
    Pushed,

    /// <summary>Test call: that browser showed it.</summary>
    Shown,
}

/// <summary>How a check stands.</summary>
public enum CheckState
{
    /// <summary>Its turn has not come.</summary>
    Waiting,

    /// <summary>Being looked at.</summary>
    Running,

    /// <summary>Good.</summary>
    Ok,

    /// <summary>Works, with less than there could be.</summary>
    Warning,

    /// <summary>Calls will not pop until this is put right.</summary>
    Failed,

    /// <summary>Could not or need not be looked at; says why.</summary>
    Skipped,
}

/// <summary>One line under a check.</summary>
/// <param name="State">Good, less than good, or <see cref="CheckState.Skipped"/> for what is merely said.</param>
/// <param name="Text">What was seen.</param>
public sealed record CheckLine(CheckState State, Func<Texts, string> Text);

/// <summary>One check and what came of it. Immutable; the same id comes again when its state changes. Its words never hold a secret or a whole number of a customer.</summary>
/// <param name="Id">Which one.</param>
/// <param name="State">How it stands.</param>
/// <param name="Found">What was found, or null before.</param>
/// <param name="Advice">What to do, or null where there is nothing to do.</param>
public sealed record Check(CheckId Id, CheckState State, Func<Texts, string>? Found = null, Func<Texts, string>? Advice = null)
{
    /// <summary>The first step of the test call; what stands before it is looked at without one.</summary>
    public const CheckId FirstOfCall = CheckId.Ringing;

    /// <summary>Details, one a line.</summary>
    public IReadOnlyList<CheckLine> Lines { get; init; } = [];

    /// <summary>Text to be copied as it is: a section of manager.conf, or settings. Null: none.</summary>
    public string? Sample { get; init; }

    /// <summary>Devices that are nobody's: phones without an operator, and lines. Only <see cref="CheckId.Devices"/> has them.</summary>
    public IReadOnlyList<string> Strangers { get; init; } = [];

    /// <summary>True when nothing more will come of it.</summary>
    public bool IsSettled => State is not (CheckState.Waiting or CheckState.Running);
}
