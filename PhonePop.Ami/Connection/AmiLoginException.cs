using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

/// <summary>The PBX refused the account: name, secret, or the address that PhonePop comes from.</summary>
public sealed class AmiLoginException(string message) : AmiException(message);

/// <summary>The connection has ended; everything that waited on it fails with this or with the error that ended it.</summary>
public sealed class AmiConnectionClosedException(string message, Exception? inner = null) : AmiException(message, inner);
