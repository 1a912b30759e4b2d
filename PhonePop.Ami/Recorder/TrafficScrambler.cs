using System.Text;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Recorder;

/// <summary>
/// Replaces customers' numbers and people's names in a stream, the same one by the same one everywhere. Extensions, devices, queues, contexts and
/// ids stay, so that the calls are the same calls. The key is forgotten with the scrambler: nobody can turn it back.
/// </summary>
internal sealed class TrafficScrambler
{
    // Values that tell nothing of people, and that would only lose their meaning.
    private static readonly HashSet<string> Ids = new(StringComparer.OrdinalIgnoreCase)
    {
        "Event", "Response", "ActionID", "Action", "Privilege", "BridgeId", "Timestamp", "EventTV", "SessionTV", "SessionID", "SentNTP", "SSRC", "LastCall", "LastPause", "LoginTime", "Uptime", "LastReload", "CoreMaxLoadAvg",
        "SubEvent", "Bridgestate", "EventList", "Message", "Cause-txt", "State", "Status", "StatusText", "CloneState", "OriginalState", "Result", "Class",
    };

    private static readonly HashSet<string> Structure = new(StringComparer.OrdinalIgnoreCase)
    {
        "Context", "Queue", "Application", "ChannelStateDesc", "Variable", "Interface", "StateInterface", "Location", "Device", "Hint", "DialStatus", "ParkingLot", "Conference", "EventMask",
    };

    private readonly NumberScrambler _numbers;
    private readonly NameScrambler _names;

    /// <param name="traffic">All that will be scrambled, for the names and devices in it.</param>
    /// <param name="operators">Whose devices stay.</param>
    /// <param name="key">32 random bytes.</param>
    public TrafficScrambler(RecordedTraffic traffic, OperatorDevices operators, byte[] key)
    {
        var extensions = new HashSet<string>(StringComparer.Ordinal);
        _numbers = new NumberScrambler(key, extensions);
        _names = new NameScrambler(key);
        foreach (var (start, length, isBanner) in traffic.Messages())
        {
            if (!isBanner)
            {
                Learn(Encoding.Latin1.GetString(traffic.Bytes, start, length), operators, extensions);
            }
        }
    }

    /// <summary>The same traffic with other numbers and names. No length changes, so every place stays what it was.</summary>
    public RecordedTraffic Scramble(RecordedTraffic traffic)
    {
        var bytes = traffic.Bytes.ToArray();
        foreach (var (start, length, isBanner) in traffic.Messages())
        {
            if (!isBanner)
            {
                Encoding.Latin1.GetBytes(Text(Encoding.Latin1.GetString(bytes, start, length)), bytes.AsSpan(start, length));
            }
        }

        return traffic with { Bytes = bytes, Sent = [.. traffic.Sent.Select(s => s with { Text = Text(s.Text) })] };
    }

    private void Learn(string message, OperatorDevices operators, HashSet<string> extensions)
    {
        var variable = "";
        foreach (var (key, value) in Fields(message))
        {
            variable = key.Equals("Variable", StringComparison.OrdinalIgnoreCase) ? value : variable;
            if (IsName(key, value, variable) || key.EndsWith("CallerIDNum", StringComparison.OrdinalIgnoreCase) || key.EndsWith("ConnectedLineNum", StringComparison.OrdinalIgnoreCase))
            {
                _names.Learn(value);
            }
            else if (Structure.Contains(key))
            {
                _names.LearnStructure(value);
            }
            else if (IsChannel(key, value))
            {
                var device = ChannelName.DeviceOf(value);
                _names.LearnStructure(device);
                if (!value.StartsWith("Local/", StringComparison.Ordinal) && operators.ExtensionOf(value) is { Length: >= 6 and <= 8 } extension && device.EndsWith('/' + extension, StringComparison.Ordinal))
                {
                    extensions.Add(extension);
                }
            }
        }
    }

    private string Text(string message)
    {
        var lines = message.Split('\n');
        var variable = "";
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                lines[i] = _names.Names(_numbers.Replace(line)); // the output of a command
                continue;
            }

            var (key, value) = (line[..colon], line[(colon + 1)..]);
            variable = key.Equals("Variable", StringComparison.OrdinalIgnoreCase) ? value.Trim() : variable;
            lines[i] = line[..(colon + 1)] + Value(key, value, variable);
        }

        return string.Join('\n', lines);
    }

    private string Value(string key, string value, string variable) =>
        IsId(key) ? value
        : IsName(key, value, variable) ? _numbers.Replace(_names.Name(value))
        : Structure.Contains(key) || IsChannel(key, value) ? _numbers.Replace(value)
        : _names.Names(_numbers.Replace(value));

    private static IEnumerable<(string Key, string Value)> Fields(string message)
    {
        foreach (var line in message.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                yield return (line[..colon], line[(colon + 1)..].Trim());
            }
        }
    }

    private static bool IsId(string key) => Ids.Contains(key) || key.EndsWith("uniqueid", StringComparison.OrdinalIgnoreCase) || key.EndsWith("linkedid", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("uniqueid1", StringComparison.OrdinalIgnoreCase) || key.EndsWith("uniqueid2", StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string key, string value, string variable) =>
        key.EndsWith("CallerIDName", StringComparison.OrdinalIgnoreCase) || key.EndsWith("ConnectedLineName", StringComparison.OrdinalIgnoreCase)
        || (key is "MemberName" or "AgentName" or "CallerName" && !value.Contains('/', StringComparison.Ordinal))
        || (key.Equals("Value", StringComparison.OrdinalIgnoreCase) && (variable.Contains("name)", StringComparison.OrdinalIgnoreCase) || variable.Contains("CALLERNAME", StringComparison.OrdinalIgnoreCase) || variable.EndsWith("_NAME", StringComparison.OrdinalIgnoreCase)));

    private static bool IsChannel(string key, string value) => key.Contains("Channel", StringComparison.OrdinalIgnoreCase) && value.Contains('/', StringComparison.Ordinal);
}
