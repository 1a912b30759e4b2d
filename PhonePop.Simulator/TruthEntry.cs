namespace PhonePop.Simulator;

/// <summary>Who is with whom. Either an operator and a customer, or two operators (<paramref name="From"/>, <paramref name="To"/>), or a customer who waits.</summary>
/// <param name="Operator">The employee's extension.</param>
/// <param name="Customer">7XXXXXXXXXX where the number has ten or eleven digits, else the digits, else "anonymous".</param>
/// <param name="From">The extension that called, of two employees.</param>
/// <param name="To">The extension that was called.</param>
/// <param name="State">ringing, dialing, up, held, parked or waiting.</param>
/// <param name="Queue">Where the customer waits.</param>
/// <param name="Space">Where the customer is parked.</param>
public sealed record TruthEntry(string? Operator, string? Customer, string? From, string? To, string State, string? Queue, string? Space);
