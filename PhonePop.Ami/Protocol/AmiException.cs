namespace PhonePop.Ami.Protocol;

/// <summary>Something went wrong between PhonePop and a PBX. The message is meant for an administrator and holds no secret.</summary>
public abstract class AmiException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The other side does not speak AMI, or broke its rules so badly that the connection has to end.</summary>
public sealed class AmiProtocolException(string message) : AmiException(message);
