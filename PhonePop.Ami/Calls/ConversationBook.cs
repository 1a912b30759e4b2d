using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>Keeps the connected components of the graph as conversations: the live list of supervisors.</summary>
internal sealed class ConversationBook(string pbx, ChannelTable table, GraphWalk walk, CallBook calls, TimeProvider clock, ICallObserver observer)
{
    private readonly List<Channel> _component = [];
    private readonly Queue<ConversationEntry> _changed = [];
    private readonly HashSet<ConversationEntry> _entries = [];
    private bool _uncertain;

    /// <summary>The conversations as last published.</summary>
    public IEnumerable<Conversation> Live => _entries.Where(static entry => entry.Last is not null).Select(static entry => entry.Last!);

    /// <summary>Finds the conversations around what was touched, and queues the extensions in them for a look.</summary>
    public void Assign(List<Channel> touched)
    {
        var firstVisit = walk.NextVisit;
        foreach (var channel in touched)
        {
            if (channel.IsGone)
            {
                Leave(channel);
            }
            else if (channel.Visit < firstVisit)
            {
                walk.ComponentOf(channel, _component);
                AssignComponent(mayShow: !table.AwaitsList || ChannelTable.IsWhole(_component));
            }
        }
    }

    /// <summary>Publishes what has changed since. Called after the calls were looked at: they say what each operator does.</summary>
    public void Publish()
    {
        while (_changed.TryDequeue(out var entry))
        {
            entry.IsQueued = false;
            Publish(entry);
        }
    }

    public void SetUncertain(bool uncertain)
    {
        _uncertain = uncertain;
        foreach (var entry in _entries)
        {
            Changed(entry);
        }

        Publish();
    }

    /// <summary>A call has changed: its conversation may look otherwise now.</summary>
    public void NoteChanged(CallState call)
    {
        if (call.Own.Channel?.Group is ConversationEntry entry)
        {
            Changed(entry);
        }
    }

    private void AssignComponent(bool mayShow)
    {
        Channel? leader = null;
        foreach (var channel in _component)
        {
            if (channel.Kind == ChannelKind.Operator)
            {
                calls.Enqueue(channel.Extension!);
            }

            if (channel.Kind is ChannelKind.Operator or ChannelKind.Trunk && (leader is null || Leads(channel, leader)))
            {
                leader = channel;
            }
        }

        if (!mayShow)
        {
            return; // half a story: it stays as it is until the first list of the session is complete
        }

        if (leader is null)
        {
            foreach (var channel in _component)
            {
                Leave(channel); // plumbing and zombies
            }

            return;
        }

        var entry = leader.Group as ConversationEntry ?? new ConversationEntry(leader.Endpoint.KnownConversation ?? $"{pbx}:{leader.Endpoint.Uid}", leader.Endpoint.StartedAt);
        _entries.Add(entry);
        foreach (var channel in _component)
        {
            if (channel.Kind is not (ChannelKind.Operator or ChannelKind.Trunk))
            {
                Leave(channel);
            }
            else if (channel.Group != entry)
            {
                Leave(channel);
                channel.Group = entry;
                entry.Members.Add(channel);
            }
        }

        // Whoever was in this conversation and is linked to it no longer has one of its own.
        for (var i = entry.Members.Count - 1; i >= 0; i--)
        {
            if (entry.Members[i].Visit != leader.Visit)
            {
                entry.Members[i].Group = null;
                entry.Members.RemoveAt(i);
            }
        }

        Changed(entry);
    }

    // A customer's conversation goes on through all transfers; an operator's until there is a customer's; among equals, the elder's.
    private static bool Leads(Channel channel, Channel other)
    {
        var (mine, theirs) = (Weight(channel), Weight(other));
        return mine != theirs ? mine > theirs : channel.Endpoint.StartedAt < other.Endpoint.StartedAt;

        static int Weight(Channel channel) =>
            (channel.Group is not ConversationEntry entry ? 0 : entry.Last is null ? 2 : 4) + (channel.Kind == ChannelKind.Trunk ? 1 : 0);
    }

    private void Leave(Channel channel)
    {
        if (channel.Group is ConversationEntry entry)
        {
            channel.Group = null;
            entry.Members.Remove(channel);
            Changed(entry);
        }
    }

    private void Changed(ConversationEntry entry)
    {
        if (!entry.IsQueued)
        {
            entry.IsQueued = true;
            _changed.Enqueue(entry);
        }
    }

    private void Publish(ConversationEntry entry)
    {
        if (entry.Members.Count == 0)
        {
            _entries.Remove(entry);
            if (entry.Last is { } last)
            {
                observer.ConversationChanged(last with { State = ConversationState.Ended, Uncertain = false });
            }

            return;
        }

        if (ConversationPicture.Of(entry, calls) is not { } picture)
        {
            return; // nobody to show
        }

        if (entry.Last is null && picture.IsHalf)
        {
            return; // one end of a conversation that is being put together, or that has just come apart
        }

        if (entry.AnsweredAt is null && picture.State is ConversationState.Talking or ConversationState.Held)
        {
            entry.AnsweredAt = clock.GetUtcNow();
        }

        if (entry.Last is { } before && picture.IsShownBy(before, _uncertain))
        {
            return;
        }

        entry.Last = new Conversation
        {
            Id = entry.Id,
            Pbx = pbx,
            State = picture.State,
            Participants = [.. picture.Participants],
            Queue = picture.Queue,
            ParkingSpace = picture.ParkingSpace,
            StartedAt = entry.StartedAt,
            AnsweredAt = entry.AnsweredAt,
            Uncertain = _uncertain,
        };
        observer.ConversationChanged(entry.Last);
    }
}
