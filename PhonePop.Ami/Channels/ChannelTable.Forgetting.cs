using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>How channels leave the graph.</summary>
internal sealed partial class ChannelTable
{
    /// <summary>More channels than any Asterisk has. Who never tells that one hung up must not eat the memory: then the eldest are taken to be gone.</summary>
    public const int MostChannels = 50_000;

    /// <summary>After each event: a table that is full forgets its elder half.</summary>
    public void KeepBounded()
    {
        if (_channels.Count <= MostChannels)
        {
            return;
        }

        foreach (var channel in _channels.Values.OrderBy(static c => c.Endpoint.StartedAt).Take(MostChannels / 2).ToArray())
        {
            Remove(channel);
        }

        Report(PhantomRemoved, $"{MostChannels / 2} channels that never hung up: there were more than {MostChannels}");
    }

    /// <summary>The graph is void: Asterisk has gone down.</summary>
    public void Clear()
    {
        foreach (var channel in _channels.Values.ToArray())
        {
            Remove(channel);
        }

        _bridges.Clear();
    }

    /// <summary>Uniqueids may come again after a restart: forget which ones hung up.</summary>
    private void ForgetGone()
    {
        _gone.Clear();
        _goneOrder.Clear();
    }

    private void Remove(Channel channel)
    {
        TouchNeighbours(channel);
        Touch(channel);
        SetBridge(channel, null);
        channel.Leave(null);
        channel.LeftBehind = null;
        foreach (var dial in channel.Dials)
        {
            dial.Other(channel).Dials.Remove(dial);
        }

        foreach (var other in channel.Links)
        {
            other.Links.Remove(channel);
        }

        channel.Dials.Clear();
        channel.Links.Clear();
        SetLocalPeer(channel, null);
        SetExtension(channel, null);
        UnindexNumber(channel);
        if (_names.TryGetValue(channel.Name, out var named) && named == channel)
        {
            _names.Remove(channel.Name);
        }

        _channels.Remove(channel.Uniqueid);
        channel.IsGone = true;
        if (channel.Endpoint.Channel == channel)
        {
            End(channel.Endpoint);
        }

        NoteGone(channel.Uniqueid);
    }

    /// <summary>A channel hung up that nobody had told of: a row that is on its way must not bring it in.</summary>
    public void NoteGone(ReadOnlySpan<byte> uniqueid)
    {
        if (!uniqueid.IsEmpty && !_goneByUniqueid.Contains(uniqueid))
        {
            NoteGone(Encoding.UTF8.GetString(uniqueid));
        }
    }

    private void NoteGone(string uniqueid)
    {
        if (_gone.Add(uniqueid))
        {
            _goneOrder.Enqueue(uniqueid);
        }

        if (_goneOrder.Count > RememberedGone)
        {
            _gone.Remove(_goneOrder.Dequeue());
        }
    }
}
