using PhonePop.Ami.Calls;

namespace PhonePop.Server.Live;

/// <summary>How we stand with each PBX: same shape and promises as <see cref="LiveCallBoard"/>.</summary>
public sealed class PbxBoard(TimeProvider clock)
{
    private readonly Board<PbxStatus> _board = new(clock);

    /// <summary>All PBXs, by name.</summary>
    public IReadOnlyList<PbxStatus> Pbxes() => ByName(_board.Where(static _ => true));

    /// <summary>The PBX with this name, or null.</summary>
    public PbxStatus? Find(string name) => _board.Find(name);

    /// <summary>The PBXs now, and each change from then on.</summary>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public (IReadOnlyList<PbxStatus> Snapshot, IAsyncEnumerable<IReadOnlyList<PbxStatus>> Changes) Subscribe(TimeSpan minimumInterval, CancellationToken cancellationToken)
    {
        var (snapshot, changes, _) = _board.Subscribe(static _ => true, static _ => true, minimumInterval, cancellationToken);
        return (ByName(snapshot), changes);
    }

    internal void Publish(PbxStatus status) => _board.Update(status.Name, (_, _) => status);

    /// <summary>Forgets a PBX. Who follows hears of it once more, as stopped, and no longer finds it here.</summary>
    internal void Remove(string name)
    {
        if (_board.Update(name, (before, _) => before is null ? null : before with { State = PbxState.Stopped }) is { } last)
        {
            _board.Forget(name, last);
        }
    }

    private static List<PbxStatus> ByName(List<PbxStatus> pbxes)
    {
        pbxes.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return pbxes;
    }
}
