using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Server.Presence;

namespace PhonePop.Server.Components.Supervision;

/// <summary>All operators that a viewer may see, put together from the boards: those with an account, and phones that were seen with a call. Belongs to one circuit.</summary>
internal sealed class OperatorBook(Audience audience, Func<string, string, string?> names, Func<string, string, ReachLevel?> reach)
{
    private readonly Dictionary<(string Pbx, string Extension), OperatorView> _views = [];
    private readonly Dictionary<(string Pbx, string Extension), Dictionary<string, LiveCall>> _calls = [];
    private Dictionary<(string Pbx, string Extension), OperatorDay> _days = [];
    private readonly List<OperatorView> _sorted = [];
    private readonly Dictionary<(string Pbx, string Extension), int> _places = []; // in the sorted ones
    private bool _isSorted = true;

    /// <summary>By name, so that nobody jumps.</summary>
    public IReadOnlyList<OperatorView> Operators => _sorted;

    /// <summary>Everybody who has an account now: who has none any more and no call either leaves.</summary>
    public void TakeAll(IEnumerable<OperatorPresence> present)
    {
        var now = present.Where(p => audience.Sees(p.Pbx, p.Extension)).ToDictionary(p => (p.Pbx, p.Extension));
        foreach (var seat in _views.Keys.Where(s => !now.ContainsKey(s) && _views[s].Presence is not null).ToList())
        {
            Change(seat, v => v with { Presence = null });
        }

        Take([.. now.Values]);
    }

    /// <summary>How some of them stand now.</summary>
    public void Take(IReadOnlyList<OperatorPresence> changes)
    {
        foreach (var presence in changes.Where(p => audience.Sees(p.Pbx, p.Extension)))
        {
            Change((presence.Pbx, presence.Extension), v => v with { Presence = presence });
        }

        Sort();
    }

    /// <summary>The newest states of calls.</summary>
    public void Take(IReadOnlyList<LiveCall> changes)
    {
        foreach (var group in changes.GroupBy(c => (c.Call.Pbx, c.Call.Extension)))
        {
            var calls = _calls.TryGetValue(group.Key, out var known) ? known : _calls[group.Key] = new(StringComparer.Ordinal);
            foreach (var call in group)
            {
                _ = call.Call.Phase == CallPhase.Ended ? calls.Remove(call.Call.Id) : (calls[call.Call.Id] = call) is null;
            }

            Change(group.Key, v => v with { Calls = OperatorView.Ordered(calls.Values) });
        }

        Sort();
    }

    /// <summary>What everybody did today.</summary>
    public void Take(IReadOnlyList<OperatorDay> days)
    {
        _days = days.ToDictionary(d => (d.Pbx, d.Extension));
        foreach (var seat in _views.Keys.Union(_days.Keys).ToList())
        {
            Change(seat, v => v);
        }

        Sort();
    }

    /// <summary>Whether calls reach these may have changed.</summary>
    public void LookAgain(IEnumerable<(string Pbx, string Extension)> seats)
    {
        foreach (var seat in seats.Where(_views.ContainsKey).ToList())
        {
            Change(seat, v => v);
        }

        Sort();
    }

    private void Change((string Pbx, string Extension) seat, Func<OperatorView, OperatorView> change)
    {
        var before = _views.GetValueOrDefault(seat);
        var now = change(before ?? new OperatorView(seat.Pbx, seat.Extension, null, null, [], null, null)) with
        {
            Name = names(seat.Pbx, seat.Extension),
            Day = _days.GetValueOrDefault(seat),
            Reach = reach(seat.Pbx, seat.Extension),
        };
        if (now.Presence is null && now.Calls.Count == 0 && now.Day is null)
        {
            _isSorted &= !_views.Remove(seat); // a phone that was only rung once is no operator for ever
        }
        else if (now != before)
        {
            _views[seat] = now;
            if (_isSorted && now.Title == before?.Title)
            {
                _sorted[_places[seat]] = now;
            }
            else
            {
                _isSorted = false;
            }
        }
    }

    // Only where somebody came, went or has another name: to compare a thousand names costs more than all else that a change does.
    private void Sort()
    {
        if (_isSorted)
        {
            return;
        }

        _isSorted = true;
        _sorted.Clear();
        _sorted.AddRange(_views.Values.OrderBy(v => v.Title, StringComparer.CurrentCultureIgnoreCase).ThenBy(v => v.Extension, StringComparer.Ordinal));
        _places.Clear();
        for (var i = 0; i < _sorted.Count; i++)
        {
            _places.Add((_sorted[i].Pbx, _sorted[i].Extension), i);
        }
    }
}
