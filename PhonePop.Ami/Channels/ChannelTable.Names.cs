using System.Text;

namespace PhonePop.Ami.Channels;

/// <summary>Names, and the masquerades that move them.</summary>
internal sealed partial class ChannelTable
{
    private const string Masq = "<MASQ>";
    private const string Zombie = "<ZOMBIE>";

    /// <summary>
    /// A channel has a new name. Asterisk masquerades with three of them: the clone becomes <c>clone&lt;MASQ&gt;</c>, the original takes the
    /// clone's name, the clone becomes <c>original&lt;ZOMBIE&gt;</c>. The original's Uniqueid keeps its links and its dials; the phone or line, and
    /// so the identity of the call, comes over from the clone.
    /// </summary>
    public void Rename(Channel channel, ReadOnlySpan<byte> newName)
    {
        if (!newName.IsEmpty && !Utf8Keys.SameText(newName, channel.Name))
        {
            Rename(channel, Encoding.UTF8.GetString(newName));
        }
    }

    private void Rename(Channel channel, string newName)
    {
        if (newName.EndsWith(Masq, StringComparison.Ordinal))
        {
            // Still the same party until the original takes its name over.
            IndexName(channel, newName);
            return;
        }

        if (_names.TryGetValue(newName + Masq, out var clone) && clone != channel)
        {
            Masquerade(channel, clone);
        }

        UnindexNumber(channel);
        IndexName(channel, newName);
        SetKind(channel);
        IndexNumber(channel);
        Touch(channel);
    }

    // Whose name went to another channel does not get it back from an event that comes late.
    private static bool IsGivenAway(string name) => name.EndsWith(Masq, StringComparison.Ordinal) || name.EndsWith(Zombie, StringComparison.Ordinal);

    private void Masquerade(Channel original, Channel clone)
    {
        OutdateRow(original);
        OutdateRow(clone);
        original.Epoch = clone.Epoch = original.StateEpoch = clone.StateEpoch = Epoch; // a row that is on its way tells of the time before
        TouchNeighbours(original);
        TouchNeighbours(clone);
        UnindexNumber(original);
        UnindexNumber(clone);
        (original.Endpoint, clone.Endpoint) = (clone.Endpoint, original.Endpoint);
        original.Endpoint.Channel = original;
        SwapGroups(original, clone);
        original.State = clone.State; // no Newstate comes
        original.HearsMusic = false;
        original.DialOver = false;
        clone.HearsMusic = false;
        SetExtension(clone, null);
        clone.Kind = ChannelKind.Service;
        End(clone.Endpoint); // what the original carried until now is over: its zombie only waits for the hang-up
        Touch(clone);
    }

    // A party's conversation goes where the party goes.
    private static void SwapGroups(Channel original, Channel clone)
    {
        original.Group?.Members.Remove(original);
        clone.Group?.Members.Remove(clone);
        (original.Group, clone.Group) = (clone.Group, original.Group);
        original.Group?.Members.Add(original);
        clone.Group?.Members.Add(clone);
    }

    private void IndexName(Channel channel, string newName)
    {
        if (_names.TryGetValue(channel.Name, out var named) && named == channel)
        {
            _names.Remove(channel.Name);
        }

        channel.Name = newName;
        _names[newName] = channel;
        var other = ChannelName.OtherHalf(newName);
        SetLocalPeer(channel, other is not null && _names.TryGetValue(other, out var peer) ? peer : null);
    }

    private void SetKind(Channel channel)
    {
        var kind = ChannelName.KindOf(channel.Name);
        var extension = kind == ChannelKind.Trunk ? _devices.ExtensionOf(channel.Name) : null;
        channel.Kind = extension is null ? kind : ChannelKind.Operator;
        SetExtension(channel, extension);
    }

    private void SetLocalPeer(Channel channel, Channel? peer)
    {
        if (channel.LocalPeer == peer)
        {
            return;
        }

        if (channel.LocalPeer is { } old)
        {
            old.LocalPeer = null;
            Touch(old);
        }

        channel.LocalPeer = peer;
        if (peer is not null)
        {
            peer.LocalPeer = channel;
            Touch(peer);
        }

        Touch(channel);
    }

    private void SetExtension(Channel channel, string? extension)
    {
        if (string.Equals(channel.Extension, extension, StringComparison.Ordinal))
        {
            return;
        }

        if (channel.Extension is { } old)
        {
            TouchedExtensions.Add(old);
            if (_byExtension.TryGetValue(old, out var list) && list.Remove(channel) && list.Count == 0)
            {
                _byExtension.Remove(old);
            }
        }

        channel.Extension = extension;
        if (extension is not null)
        {
            TouchedExtensions.Add(extension);
            if (!_byExtension.TryGetValue(extension, out var list))
            {
                _byExtension[extension] = list = [];
            }

            list.Add(channel);
        }
    }
}
