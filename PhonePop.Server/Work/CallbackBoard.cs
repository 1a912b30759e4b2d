using PhonePop.Server.Live;

namespace PhonePop.Server.Work;

/// <summary>Who is to be called back now, and who was lately: same shape and promises as <see cref="LiveCallBoard"/>.</summary>
public sealed class CallbackBoard(TimeProvider clock)
{
    private readonly Board<CallbackInfo> _board = new(clock);

    /// <summary>The entries of a team, also those that have ended and are still kept; the latest first.</summary>
    public IReadOnlyList<CallbackInfo> Entries(Team team) => LatestFirst(_board.Where(c => team.Includes(c.Pbx)).ConvertAll(c => c.For(team)));

    /// <summary>The entry, or null. For the server's own use: nothing is masked in it.</summary>
    public CallbackInfo? Find(int id) => _board.Find(Key(id));

    /// <summary>The entries now, and each change from then on.</summary>
    /// <param name="team">Whose list.</param>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public (IReadOnlyList<CallbackInfo> Snapshot, IAsyncEnumerable<IReadOnlyList<CallbackInfo>> Changes) Subscribe(Team team, TimeSpan minimumInterval, CancellationToken cancellationToken)
    {
        var (snapshot, changes, _) = _board.Subscribe(c => team.Includes(c.Pbx), c => team.Includes(c.Pbx), minimumInterval, cancellationToken);
        return (LatestFirst(snapshot.ConvertAll(c => c.For(team))), changes.Select(batch => (IReadOnlyList<CallbackInfo>)[.. batch.Select(c => c.For(team))]));
    }

    internal void Publish(CallbackInfo entry) => _board.Update(Key(entry.Id), (_, _) => entry);

    internal void Forget(Func<CallbackInfo, bool> predicate) => _board.Forget(predicate);

    private static string Key(int id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static List<CallbackInfo> LatestFirst(List<CallbackInfo> entries)
    {
        entries.Sort(static (a, b) => b.LastAt.CompareTo(a.LastAt) is not 0 and var order ? order : b.Id.CompareTo(a.Id));
        return entries;
    }
}
