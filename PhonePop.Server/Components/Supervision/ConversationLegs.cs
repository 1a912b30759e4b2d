using PhonePop.Ami.Calls;
using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Supervision;

/// <summary>The calls of each conversation that goes on, those that ended for their operator included: through whose hands it went. Belongs to one circuit.</summary>
public sealed class ConversationLegs
{
    private readonly Dictionary<string, Dictionary<string, LiveCall>> _legs = new(StringComparer.Ordinal);

    /// <summary>Takes the newest states of calls.</summary>
    public void Take(IEnumerable<LiveCall> calls)
    {
        foreach (var live in calls)
        {
            if (!_legs.TryGetValue(live.Call.ConversationId, out var legs))
            {
                _legs[live.Call.ConversationId] = legs = new(StringComparer.Ordinal);
            }

            legs[live.Call.Id] = live;
        }
    }

    /// <summary>Forgets conversations that are no longer shown.</summary>
    public void Keep(Func<string, bool> isShown)
    {
        foreach (var id in _legs.Keys.Where(id => !isShown(id)).ToList())
        {
            _legs.Remove(id);
        }
    }

    /// <summary>The calls of a conversation, oldest first.</summary>
    public IReadOnlyList<LiveCall> Of(string conversationId) => _legs.TryGetValue(conversationId, out var legs) ? [.. legs.Values.OrderBy(l => l.Call.StartedAt).ThenBy(l => l.Call.Id, StringComparer.Ordinal)] : [];

    /// <summary>The call that knows the customer, or null: the newest of those that go on, else the newest.</summary>
    public LiveCall? Outside(string conversationId) => _legs.TryGetValue(conversationId, out var legs)
        ? legs.Values.Where(l => l.Call.Party.Kind == PartyKind.External).OrderBy(l => l.Call.Phase != CallPhase.Ended).ThenBy(l => l.Call.StartedAt).LastOrDefault()
        : null;

    /// <summary>The extensions that talked in a conversation and have left it, in the order of hands.</summary>
    public IReadOnlyList<string> Before(Conversation conversation) => _legs.TryGetValue(conversation.Id, out var legs)
        ? [.. legs.Values.Where(l => l.Call is { Phase: CallPhase.Ended, AnsweredAt: not null }).OrderBy(l => l.Call.AnsweredAt).Select(l => l.Call.Extension).Distinct()
            .Where(e => !conversation.Participants.Any(p => p.Party.Kind == PartyKind.Internal && p.Party.Number == e))]
        : [];
}
