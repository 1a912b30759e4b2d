namespace PhonePop.Server.Pbx;

/// <summary>The PBXs to watch. The demo adds its own before the watching starts.</summary>
public sealed class PbxList(IEnumerable<PbxOptions> configured)
{
    private readonly List<PbxOptions> _all = [.. configured];

    /// <summary>All of them.</summary>
    public IReadOnlyList<PbxOptions> All => _all;

    internal void Add(PbxOptions pbx) => _all.Add(pbx);
}
