namespace PhonePop.Ami.Calls;

/// <summary>What sort of party somebody deals with.</summary>
public enum PartyKind
{
    /// <summary>Outside the office, with a number.</summary>
    External,

    /// <summary>A colleague; <see cref="CallParty.Number"/> is an extension.</summary>
    Internal,

    /// <summary>Outside the office, and the number is withheld or unknown.</summary>
    Anonymous,
}

/// <summary>Who is at the other end. Number and name are hostile text: whatever the provider or the caller sent.</summary>
/// <param name="Kind">Outside, colleague, or withheld.</param>
/// <param name="Number">As the PBX wrote it, unformatted; empty when withheld.</param>
/// <param name="Name">The caller's name as the PBX wrote it, or null.</param>
public sealed record CallParty(PartyKind Kind, string Number, string? Name = null)
{
    /// <summary>An outside party without a number.</summary>
    public static CallParty Anonymous { get; } = new(PartyKind.Anonymous, "");
}
