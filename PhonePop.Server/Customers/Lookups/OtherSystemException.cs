namespace PhonePop.Server.Customers.Lookups;

/// <summary>The other system answered with something that says nothing about the number. The message names no number and no secret.</summary>
public sealed class OtherSystemException(string message, Exception? inner = null) : Exception(message, inner);
