namespace PhonePop.Server.Live;

/// <summary>What somebody wrote about a call.</summary>
/// <param name="Note">Free text of several lines, or null.</param>
/// <param name="Outcome">The name of an outcome, as the administrator's list had it at that time; null: none chosen.</param>
/// <param name="Author">Who wrote last.</param>
/// <param name="UpdatedAt">When, UTC.</param>
public sealed record CallWorkInfo(string? Note, string? Outcome, string Author, DateTime UpdatedAt);
