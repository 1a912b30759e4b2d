using PhonePop.Ami.Calls;

namespace PhonePop.Server.Live;

/// <summary>How we stand with each PBX: same shape and promises as <see cref="LiveCallBoard"/>.</summary>
public sealed class PbxBoard(TimeProvider clock)
{
    private readonly Board<PbxStatus> _board = new(clock);
    private readonly Board<PbxStatus> _standing = new(clock);

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

    /// <summary>The same, but told only of what people who work with the calls are shown: state, reason, version; not of the numbers that change every few seconds, on hundreds of pages at once.</summary>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public (IReadOnlyList<PbxStatus> Snapshot, IAsyncEnumerable<IReadOnlyList<PbxStatus>> Changes) SubscribeStanding(TimeSpan minimumInterval, CancellationToken cancellationToken)
    {
        var (snapshot, changes, _) = _standing.Subscribe(static _ => true, static _ => true, minimumInterval, cancellationToken);
        return (ByName(snapshot), changes);
    }

    internal void Publish(PbxStatus status)
    {
        _board.Update(status.Name, (_, _) => status);
        _standing.Update(status.Name, (before, _) => before is not null && Standing(before) == Standing(status) ? null : status);
    }

    /// <summary>Forgets a PBX. Who follows hears of it once more, as stopped, and no longer finds it here.</summary>
    internal void Remove(string name)
    {
        if (_board.Update(name, (before, _) => before is null ? null : before with { State = PbxState.Stopped }) is { } last)
        {
            _board.Forget(name, last);
            _standing.Update(name, (_, _) => last);
            _standing.Forget(name, last);
        }
    }

    private static (PbxState, DateTimeOffset, string, string?, string?, string?) Standing(PbxStatus s) => (s.State, s.Since, s.Address, s.Problem, s.Version, s.QueuesRefused);

    private static List<PbxStatus> ByName(List<PbxStatus> pbxes)
    {
        pbxes.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return pbxes;
    }
}
