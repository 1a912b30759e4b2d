namespace PhonePop.Simulator.Replay;

/// <summary>
/// The first list of channels in a connection that PhonePop itself recorded. It tells what went on when the connection began; who logs in to the
/// replay asks for a list at once, too, and must be told the same.
/// </summary>
internal static class FirstList
{
    private const string OwnIds = "phonepop-";

    public static IEnumerable<RecordedMessage> Of(Recording recording, int connection)
    {
        var messages = new List<RecordedMessage>();
        var id = "";
        var end = recording.Connections[connection].ClosedAtByte;
        for (var start = recording.LoginEnd(connection); start < end;)
        {
            var next = recording.MessageEndAfter(start);
            var message = RecordedMessage.Parse(recording.Bytes.Span[start..next]);
            start = next;
            if (message["ActionID"].StartsWith(OwnIds, StringComparison.Ordinal) && message["Message"].StartsWith("Channels will follow", StringComparison.Ordinal))
            {
                (messages, id) = ([message], message["ActionID"]);
            }
            else if (id.Length > 0 && message["ActionID"] == id)
            {
                messages.Add(message);
                if (message.Name == "CoreShowChannelsComplete")
                {
                    return messages;
                }
            }
        }

        return [];
    }
}
