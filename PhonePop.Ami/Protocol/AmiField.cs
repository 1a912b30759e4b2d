namespace PhonePop.Ami.Protocol;

/// <summary>One header line of a message or an action. Values that came from a PBX are hostile text.</summary>
/// <param name="Key">The name before the colon.</param>
/// <param name="Value">What follows it; may be empty.</param>
public readonly record struct AmiField(string Key, string Value);
