using PhonePop.Ami.Calls;
using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Calls;

/// <summary>The calls that a page shows: those that go on, in an order that does not jump, and those that have just ended.</summary>
internal sealed class CallList(int keepEnded = 50)
{
    private readonly Dictionary<string, LiveCall> _current = new(StringComparer.Ordinal);
    private readonly List<LiveCall> _ended = [];

    /// <summary>Calls that go on. First the one that has the operator's attention (talking before ringing), then by age.</summary>
    public IReadOnlyList<LiveCall> Current { get; private set; } = [];

    /// <summary>Calls that ended while the page was open, or that history had before; newest first.</summary>
    public IReadOnlyList<LiveCall> Ended => _ended;

    /// <summary>True for a call that is here, whether it goes on or has ended.</summary>
    public bool Has(string id) => _current.ContainsKey(id) || _ended.Exists(e => e.Call.Id == id);

    /// <summary>Begins with what goes on now and what history has.</summary>
    public void Reset(IEnumerable<LiveCall> current, IEnumerable<LiveCall> history)
    {
        _current.Clear();
        _ended.Clear();
        _ended.AddRange(history);
        Apply(current);
    }

    /// <summary>Takes changes; what is older than what is here already is dropped.</summary>
    public void Apply(IEnumerable<LiveCall> changes)
    {
        foreach (var call in changes)
        {
            var id = call.Call.Id;
            if (_current.TryGetValue(id, out var known) && known.Version > call.Version)
            {
                continue;
            }

            _ended.RemoveAll(e => e.Call.Id == id);
            if (call.Call.Phase == CallPhase.Ended)
            {
                _current.Remove(id);
                _ended.Insert(0, call);
            }
            else
            {
                _current[id] = call;
            }
        }

        if (_ended.Count > keepEnded)
        {
            _ended.RemoveRange(keepEnded, _ended.Count - keepEnded);
        }

        Current = [.. _current.Values.OrderBy(c => Weight(c.Call.Phase)).ThenBy(c => c.Call.StartedAt).ThenBy(c => c.Call.Id, StringComparer.Ordinal)];
    }

    private static int Weight(CallPhase phase) => phase switch { CallPhase.Talking => 0, CallPhase.Ringing => 1, CallPhase.Dialing => 2, _ => 3 };
}
