namespace PhonePop.Server.Components.Calls;

/// <summary>Who is at the other end of a call.</summary>
/// <param name="Name">The line that is read first.</param>
/// <param name="Company">The company, or null.</param>
/// <param name="Number">The formatted number, or null where there is none or where it is already the name.</param>
/// <param name="Dialable">The number to copy: E.164 where it could be read; null when withheld, and for who sees it masked.</param>
/// <param name="Link">The card, the chooser, or a new card with the number filled in; null where there is nothing to open.</param>
internal sealed record CallPerson(string Name, string? Company, string? Number, string? Dialable, string? Link);
