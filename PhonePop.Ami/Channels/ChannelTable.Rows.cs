using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>What the rows of lists say of a channel, where no event said something newer.</summary>
internal sealed partial class ChannelTable
{
    public void Observe(in ChannelRow row)
    {
        if (!IsListing || _rows.Count >= MostChannels)
        {
            return; // a longer list is no list
        }

        var known = Find(row.Uniqueid);
        var touchedByEvent = known is not null && known.Epoch == Epoch;
        if (Seen(row.Uniqueid, touchedByEvent ? [] : row.Name, row.State, out var isNew) is not { } channel)
        {
            return;
        }

        if (isNew)
        {
            channel.Endpoint.StartedAt = Earlier(channel.Endpoint.StartedAt, _clock.GetUtcNow() - row.Duration);
            channel.RingsSince = DateTimeOffset.MinValue; // whoever dials it is in the list too: nothing follows
            Report(MissingAdded, channel.Name);
        }

        _rows.Add(new ListedRow(channel, row.State, Encoding.UTF8.GetString(row.Application), Encoding.UTF8.GetString(row.ApplicationData), Encoding.UTF8.GetString(row.Linkedid)));
        if (touchedByEvent)
        {
            ObserveRest(channel, row);
            return;
        }

        ObserveState(channel, row.State, isNew);
        if (isNew || !row.Number.IsEmpty)
        {
            SetCaller(channel, row.Number, row.CallerName); // an empty number in a row is no news of a known channel
        }

        SetConnected(channel, row.ConnectedNumber, row.ConnectedName);
        if (channel is { State: ChannelState.Ringing, Dials.Count: 0 } && (channel.HadLink || channel.DialOver))
        {
            (channel.HadLink, channel.DialOver) = (false, false); // it rings on: the row is newer than the link that is gone
            Touch(channel);
        }

        ObserveBridge(channel, row);
        channel.Epoch = Epoch;
    }

    // An event touched it since the list began, and is newer; but it may have told one thing only (a hold), of a channel that nobody had told of before.
    private void ObserveRest(Channel channel, in ChannelRow row)
    {
        if (channel.StateEpoch != Epoch)
        {
            ObserveState(channel, row.State, isNew: false);
        }

        if (channel.Endpoint.Number is null)
        {
            SetCaller(channel, row.Number, row.CallerName);
        }

        if (channel.Endpoint.ConnectedNumber is null)
        {
            SetConnected(channel, row.ConnectedNumber, row.ConnectedName);
        }

        if (channel.LinkEpoch != Epoch)
        {
            ObserveBridge(channel, row);
        }
    }

    private void ObserveState(Channel channel, int state, bool isNew)
    {
        if (!isNew && channel.State != state)
        {
            Report(FieldCorrected, $"{channel.Name}: state {channel.State} -> {state}");
        }

        ChangeState(channel, state);
    }

    /// <summary>A list of queues tells of a caller whose joining nobody saw.</summary>
    public void ObserveQueued(ReadOnlySpan<byte> uniqueid, ReadOnlySpan<byte> queue, TimeSpan waited)
    {
        if (Find(uniqueid) is { Endpoint.Queue: null } channel)
        {
            QueueJoin(channel, queue);
            channel.Endpoint.QueuedAt = _clock.GetUtcNow() - waited;
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
