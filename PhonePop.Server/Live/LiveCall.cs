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

    /// <summary>The operator's name for people, or null when nobody is registered for the extension.</summary>
    public string? OperatorName { get; init; }

    /// <summary>The party's number in E.164 (<c>+79161234567</c>), or null where it cannot be read.</summary>
    public string? E164 { get; init; }

    /// <summary>The customers with this number; null until the look-up has answered.</summary>
    public CustomerMatch? Match { get; init; }
}
