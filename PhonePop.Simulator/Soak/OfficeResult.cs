namespace PhonePop.Simulator.Soak;

/// <summary>How a case went.</summary>
/// <param name="Mismatch">What was not true; null: all was.</param>
/// <param name="Calls">Calls that were made.</param>
/// <param name="Checks">How often what is shown was compared.</param>
internal sealed record OfficeResult(string? Mismatch, int Calls, int Checks);
