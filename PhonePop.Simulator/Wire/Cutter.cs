namespace PhonePop.Simulator.Wire;

/// <summary>Cuts bytes anywhere, the same way for the same seed. Not thread-safe: one for each stream of bytes.</summary>
internal sealed class Cutter
{
    private const int MaxPiece = 200;
    private Random _random = new(0);
    private int _seed;

    /// <returns>The length of the next piece, 1 to <paramref name="available"/>.</returns>
    public int Next(int available, int seed)
    {
        if (seed == 0)
        {
            return available;
        }

        if (seed != _seed)
        {
            _seed = seed;
            _random = new Random(seed);
        }

        return Math.Min(available, _random.Next(1, MaxPiece + 1));
    }

    public IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> bytes, int seed)
    {
        while (bytes.Length > 0)
        {
            var length = Next(bytes.Length, seed);
            yield return bytes[..length];
            bytes = bytes[length..];
        }
    }
}
