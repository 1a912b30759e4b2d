namespace PhonePop.Simulator.Scenarios;

/// <summary>Somebody who calls.</summary>
/// <param name="Name">For the log; providers seldom send one.</param>
/// <param name="Numbers">One or more, as the provider writes them.</param>
public sealed record SimCustomer(string Name, IReadOnlyList<string> Numbers);
