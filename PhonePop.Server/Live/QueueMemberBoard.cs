using PhonePop.Ami.Queues;

namespace PhonePop.Server.Live;

/// <summary>Who works in which queue now, and how each stands there: same shape and promises as <see cref="LiveCallBoard"/>.</summary>
public sealed class QueueMemberBoard(TimeProvider clock)
{
    private readonly Board<QueueMember> _board = new(clock);

    /// <summary>The members that this audience may see, by queue and name. Members behind whom no operator is are for those who see everything.</summary>
    public IReadOnlyList<QueueMember> Members(Audience audience) =>
    [
        .. InNoOrder(audience).OrderBy(m => m.Queue, StringComparer.CurrentCultureIgnoreCase)
            .ThenBy(m => m.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(m => m.Interface, StringComparer.Ordinal),
    ];

    /// <summary>The same in no order, for who only counts.</summary>
    public IReadOnlyList<QueueMember> InNoOrder(Audience audience) => _board.Where(m => audience.Sees(m.Pbx, m.Extension ?? ""));

    /// <summary>Each change from now on; the last of a member has <see cref="QueueMember.IsGone"/>.</summary>
    /// <param name="audience">Whose members.</param>
    /// <param name="minimumInterval">The least time between two batches.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public IAsyncEnumerable<IReadOnlyList<QueueMember>> Subscribe(Audience audience, TimeSpan minimumInterval, CancellationToken cancellationToken) =>
        _board.Subscribe(static _ => false, m => audience.Sees(m.Pbx, m.Extension ?? ""), minimumInterval, cancellationToken).Changes;

    /// <summary>A PBX is watched no longer: nobody is a member there.</summary>
    internal void Remove(string pbx)
    {
        foreach (var member in _board.Where(m => m.Pbx == pbx))
        {
            Publish(member with { IsGone = true });
        }
    }

    internal void Publish(QueueMember member)
    {
        _board.Update(member.Id, (_, _) => member);
        if (member.IsGone)
        {
            _board.Forget(member.Id, member);
        }
    }
}
