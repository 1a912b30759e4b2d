using Microsoft.Extensions.Options;

namespace PhonePop.Server.Pbx;

/// <summary>The PBXs to watch: those of the settings, which may change, and the demo's, which adds itself before the watching starts.</summary>
public sealed class PbxList(IOptionsMonitor<IReadOnlyList<PbxOptions>> configured)
{
    private readonly List<PbxOptions> _own = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<PbxOptions> All => [.. configured.CurrentValue, .. _own];

    /// <summary>Calls when there are others, or they are to be watched otherwise.</summary>
    public IDisposable? OnChange(Action changed) => configured.OnChange(_ => changed());

    internal void Add(PbxOptions pbx) => _own.Add(pbx);
}
