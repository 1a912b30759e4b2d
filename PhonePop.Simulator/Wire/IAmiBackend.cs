namespace PhonePop.Simulator.Wire;

/// <summary>What stands behind an <see cref="AmiServer"/>: a recording or the emulated PBX.</summary>
internal interface IAmiBackend
{
    /// <summary>The first line of each connection, without its line end.</summary>
    string Banner { get; }

    /// <summary>The credentials were right. The backend sends <paramref name="answer"/>, and events from then on.</summary>
    ValueTask LoggedInAsync(AmiClient client, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken);

    /// <summary>An action after the login, other than Challenge, Login and Logoff. May be called by several clients at once.</summary>
    ValueTask AnswerAsync(AmiClient client, ReceivedAction action, CancellationToken cancellationToken);

    /// <summary>Sends an answer that the server itself made, where the backend allows it: never inside another message.</summary>
    ValueTask SendAnswerAsync(AmiClient client, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken);

    /// <summary>The connection has ended. Called once for each client that logged in.</summary>
    ValueTask GoneAsync(AmiClient client);
}
