using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>A call with what we know about its customer: what pages, hub, API and streams show. Immutable.</summary>
public sealed record LiveCall
{
    /// <summary>What the PBX says.</summary>
    public required Call Call { get; init; }

    /// <summary>Grows by one with each change of this call that readers see; the first is 1.</summary>
    public required long Version { get; init; }

    /// <summary>The position of this change among all changes of all calls on this server: what a stream resumes from. 0 for a call from history.</summary>
    public long Sequence { get; init; }

    /// <summary>The operator's name for people, or null when nobody is registered for the extension.</summary>
    public string? OperatorName { get; init; }

    /// <summary>The name of who transferred the party here, or null.</summary>
    public string? TransferredFromName { get; init; }

    /// <summary>The name of who answered instead, or null.</summary>
    public string? AnsweredByName { get; init; }

    /// <summary>The party's number in E.164 (<c>+79161234567</c>), or null where it cannot be read.</summary>
    public string? E164 { get; init; }

    /// <summary>The party's number for people (<c>+7 916 123-45-67</c>), or null.</summary>
    public string? Display { get; init; }

    /// <summary>The number of <see cref="Call.ConsultFor"/> for people, or null.</summary>
    public string? ConsultForDisplay { get; init; }

    /// <summary>The number of <see cref="Call.ConsultFor"/> in E.164, or null.</summary>
    public string? ConsultForE164 { get; init; }

    /// <summary>The customer behind <see cref="Call.ConsultFor"/>, where the number leads to one and was looked up for the colleague's own call; else null.</summary>
    public CustomerSummary? ConsultForCustomer { get; init; }

    /// <summary>The line that was called, for people (<c>+7 495 123-45-67</c>), or null.</summary>
    public string? DidDisplay { get; init; }

    /// <summary>The customers with this number; null until the look-up has answered.</summary>
    public CustomerMatch? Match { get; init; }

    /// <summary>What was written about it; null where nothing was, and in a call that comes from the board: ask the store of such texts then.</summary>
    public CallWorkInfo? Work { get; init; }

    /// <summary>True once the operator has closed the pop of this call, in any of their browsers.</summary>
    public bool Dismissed { get; init; }

    /// <summary>What the server did with this call: the same object in all its states.</summary>
    public CallNotes Notes { get; init; } = new();

    /// <summary>True while a look-up waits or runs, so that a second change does not ask again.</summary>
    internal bool LookupQueued { get; init; }
}
