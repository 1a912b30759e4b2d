namespace PhonePop.Simulator.Replay;

/// <summary>One step of a recorded story: what really happened, and which bytes tell of it.</summary>
/// <param name="Label">The step in words.</param>
/// <param name="ActionAtByte">How much had been received when the person began to act. Null for the first step.</param>
/// <param name="AtByte">How much had been received when the phones had finished signalling.</param>
/// <param name="SettledAtByte">From here to the next step's <paramref name="ActionAtByte"/> the truth is certain. Null where calls overlap too closely.</param>
/// <param name="Truth">Who is with whom from now on.</param>
public sealed record ReplayCheckpoint(string Label, int? ActionAtByte, int AtByte, int? SettledAtByte, IReadOnlyList<TruthEntry> Truth);

/// <summary>One TCP connection inside a recording, in bytes of the stream.</summary>
public sealed record ReplayConnection(int StartByte, int ClosedAtByte);

/// <summary>A piece as the recorder's socket gave it: when, in milliseconds since the recording began, and up to which byte.</summary>
internal readonly record struct ReplayChunk(int AtMs, int EndByte);
