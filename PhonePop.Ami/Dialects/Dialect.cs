using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Dialects;

/// <summary>
/// Turns one Asterisk generation's events into facts of the channel table. Nothing past a dialect knows which Asterisk it is.
/// Only events of the classes <c>system</c>, <c>call</c> and <c>agent</c> are used: the account needs no more.
/// </summary>
internal abstract class Dialect(ChannelTable table)
{
    protected ChannelTable Table { get; } = table;

    /// <summary>The dialect of an AMI version: 1.x is Asterisk 11 and older, 2.0 came with Asterisk 12.</summary>
    public static Dialect For(int amiMajor, ChannelTable table)
    {
        table.IsClassic = amiMajor < 2;
        return table.IsClassic ? new ClassicDialect(table) : new ModernDialect(table);
    }

    /// <summary>The names of all events that <see cref="Wants"/> is true for; what ends calls comes first.</summary>
    public abstract IReadOnlyList<string> EventNames { get; }

    /// <summary>True for the events that <see cref="Apply"/> does something with.</summary>
    public abstract bool Wants(ReadOnlySpan<byte> eventName);

    /// <summary>Tells the table what an event says. Unknown events do nothing.</summary>
    public abstract void Apply(AmiMessage message);

    /// <summary>Tells the table what a row of <c>CoreShowChannels</c> says.</summary>
    public void ApplyRow(AmiMessage row) => Table.Observe(new ChannelRow
    {
        Uniqueid = row.Value("Uniqueid"u8),
        Name = row.Value("Channel"u8),
        State = row.Number("ChannelState"u8) ?? ChannelState.Down,
        Number = row.Value("CallerIDNum"u8),
        CallerName = row.Value("CallerIDName"u8),
        ConnectedNumber = row.Value("ConnectedLineNum"u8),
        ConnectedName = row.Value("ConnectedLineName"u8),
        BridgeId = row.Value("BridgeId"u8),
        BridgedUniqueid = row.Value("BridgedUniqueID"u8),
        Linkedid = row.Value("Linkedid"u8),
        Application = row.Value("Application"u8),
        ApplicationData = row.Value("ApplicationData"u8),
        Duration = TimeSpan.TryParse(row.Text("Duration"u8), System.Globalization.CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero ? duration : TimeSpan.Zero,
    });

    /// <summary>Tells the table what a row of a list of bridges, queues or parked calls says. Others do nothing.</summary>
    public void ApplyOtherRow(AmiMessage row)
    {
        if (row.Event.SequenceEqual("BridgeListItem"u8))
        {
            Table.Describe(row.Value("BridgeUniqueid"u8), row.Value("BridgeTechnology"u8).SequenceEqual("holding_bridge"u8));
        }
        else if (row.Event.SequenceEqual("QueueEntry"u8))
        {
            Table.ObserveQueued(row.Value("Uniqueid"u8), row.Value("Queue"u8), TimeSpan.FromSeconds(Math.Max(0, row.Number("Wait"u8) ?? 0)));
        }
        else if (row.Event.SequenceEqual("ParkedCall"u8))
        {
            Apply(row); // told as when it was parked
        }
    }

    /// <summary>The channel of an event, introduced with what the event says of it when its beginning was missed.</summary>
    protected Channel? Seen(AmiMessage message, Keys keys)
    {
        var channel = Table.Seen(message.Value(keys.Uniqueid.Span), message.Value(keys.Channel.Span), message.Number(keys.State.Span), out var isNew);
        if (channel is not null && isNew)
        {
            Table.SetCaller(channel, message.Value(keys.Number.Span), message.Value(keys.Name.Span));
            Table.SetConnected(channel, message.Value(keys.ConnectedNumber.Span), message.Value(keys.ConnectedName.Span));
        }

        return channel;
    }

    protected Channel? Seen(AmiMessage message) => Seen(message, Keys.Plain);

    /// <summary>A new or changed channel: all that the event says of it holds.</summary>
    protected void Changed(AmiMessage message, bool withState)
    {
        if (Seen(message) is not { } channel)
        {
            return;
        }

        if (withState && message.Number("ChannelState"u8) is { } state)
        {
            Table.SetState(channel, state);
        }

        Table.SetCaller(channel, message.Value("CallerIDNum"u8), message.Value("CallerIDName"u8));
        if (message.TryGet("ConnectedLineNum"u8, out var connected))
        {
            Table.SetConnected(channel, connected, message.Value("ConnectedLineName"u8));
        }
    }

    protected void Began(AmiMessage message)
    {
        Changed(message, withState: false);
        if (Table.Find(message.Value("Uniqueid"u8)) is not { } channel)
        {
            return;
        }

        ChannelTable.Began(channel);
        if (channel is { Kind: ChannelKind.Trunk, Endpoint.Did: null })
        {
            // The first extension of a trunk channel is the number that was dialled; "s" and short codes are dialplan, not numbers.
            var extension = message.Value("Exten"u8);
            if (extension.Length >= 3)
            {
                channel.Endpoint.Did = System.Text.Encoding.UTF8.GetString(extension);
            }
        }
    }

    protected void HungUp(AmiMessage message)
    {
        if (Table.Find(message.Value("Uniqueid"u8)) is { } channel)
        {
            Table.Hangup(channel, message.Number("Cause"u8) ?? 0);
        }
        else
        {
            Table.NoteGone(message.Value("Uniqueid"u8));
        }
    }

    protected void Renamed(AmiMessage message)
    {
        if (Table.Find(message.Value("Uniqueid"u8)) is { } channel)
        {
            Table.Rename(channel, message.Value("Newname"u8));
        }
    }

    protected void JoinedQueue(AmiMessage message)
    {
        if (Seen(message) is { } channel)
        {
            Table.QueueJoin(channel, message.Value("Queue"u8));
        }
    }

    /// <summary>The keys by which an event describes one of its channels.</summary>
    protected sealed record Keys(
        ReadOnlyMemory<byte> Uniqueid, ReadOnlyMemory<byte> Channel, ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> Number, ReadOnlyMemory<byte> Name,
        ReadOnlyMemory<byte> ConnectedNumber, ReadOnlyMemory<byte> ConnectedName)
    {
        public static Keys Plain { get; } = WithPrefix("");

        public static Keys Dialled { get; } = WithPrefix("Dest");

        public static Keys Parkee { get; } = WithPrefix("Parkee");

        private static Keys WithPrefix(string prefix)
        {
            return new Keys(Key("Uniqueid"), Key("Channel"), Key("ChannelState"), Key("CallerIDNum"), Key("CallerIDName"), Key("ConnectedLineNum"), Key("ConnectedLineName"));

            ReadOnlyMemory<byte> Key(string name) => System.Text.Encoding.ASCII.GetBytes(prefix + name);
        }
    }
}
