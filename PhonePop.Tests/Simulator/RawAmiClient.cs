using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using AwesomeAssertions;

namespace PhonePop.Tests.Simulator;

/// <summary>A socket and a parser of a few lines, so that neither our client nor the simulator's own reader can hide a mistake.</summary>
internal sealed class RawAmiClient : IDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly List<byte> _received = [];
    private int _read;

    /// <summary>
    /// The secret of the tests' own replays. Not the default one: a client of another test that reconnects to a port which has meanwhile
    /// become ours would log in, and hear the play in place of the test's client.
    /// </summary>
    public static string ReplaySecret { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Every byte so far.</summary>
    public byte[] Received => [.. _received];

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RawAmiClient> ConnectAsync(int port)
    {
        var client = new RawAmiClient();
        await client._tcp.ConnectAsync("127.0.0.1", port, Cancel);
        return client;
    }

    public static async Task<RawAmiClient> LoginAsync(int port, string user = "phonepop", string? secret = null, string? events = null)
    {
        var client = await ConnectAsync(port);
        await client.LineAsync();
        await client.SendAsync(["Action: Login", "ActionID: login", $"Username: {user}", $"Secret: {secret ?? ReplaySecret}", .. events is null ? Array.Empty<string>() : [$"Events: {events}"]]);
        (await client.MessageAsync())!["Response"].Should().Be("Success");
        return client;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "AMI's challenge is MD5")]
    public static string Key(string challenge, string secret) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(challenge + secret)));

    public async Task SendAsync(params string[] lines) =>
        await _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), Cancel);

    public async Task<string> LineAsync()
    {
        var end = await EndOfAsync("\r\n");
        return Encoding.UTF8.GetString(Take(end ?? _received.Count)).TrimEnd();
    }

    /// <returns>Null at the end of the stream.</returns>
    public async Task<RawMessage?> MessageAsync()
    {
        var end = await EndOfAsync("\r\n\r\n");
        return end is null ? null : RawMessage.Parse(Encoding.UTF8.GetString(Take(end.Value)));
    }

    /// <returns>The messages up to and with the first that fits, or to the end of the stream.</returns>
    public async Task<List<RawMessage>> UntilAsync(Func<RawMessage, bool> last)
    {
        var messages = new List<RawMessage>();
        while (await MessageAsync() is { } message)
        {
            messages.Add(message);
            if (last(message))
            {
                break;
            }
        }

        return messages;
    }

    public async Task<RawMessage> AskAsync(string action, params string[] more)
    {
        await SendAsync([$"Action: {action}", $"ActionID: {action}", .. more]);
        return (await UntilAsync(m => m["ActionID"] == action && m["Response"] != ""))[^1];
    }

    /// <summary>Asks a list and gives its rows, without whatever came between them.</summary>
    public async Task<List<RawMessage>> ListAsync(string action, string actionId = "list")
    {
        await SendAsync($"Action: {action}", $"ActionID: {actionId}");
        var messages = await UntilAsync(m => m["ActionID"] == actionId && m["EventList"] == "Complete");
        return [.. messages.Where(m => m["ActionID"] == actionId && m["EventList"] == "" && m["Event"] != "")];
    }

    /// <summary>Reads until this many bytes have come, or the stream ends.</summary>
    public async Task<byte[]> BytesAsync(int count)
    {
        while (_received.Count - _read < count && await FillAsync())
        {
        }

        return Take(Math.Min(_received.Count, _read + count));
    }

    public async Task<byte[]> RestAsync()
    {
        while (await FillAsync())
        {
        }

        return Take(_received.Count);
    }

    public void Dispose() => _tcp.Dispose();

    private byte[] Take(int end)
    {
        var bytes = _received.GetRange(_read, end - _read).ToArray();
        _read = end;
        return bytes;
    }

    private async Task<int?> EndOfAsync(string mark)
    {
        var bytes = Encoding.ASCII.GetBytes(mark);
        while (true)
        {
            var at = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_received)[_read..].IndexOf(bytes);
            if (at >= 0)
            {
                return _read + at + bytes.Length;
            }

            if (!await FillAsync())
            {
                return null;
            }
        }
    }

    private async Task<bool> FillAsync()
    {
        var buffer = new byte[8192];
        try
        {
            var count = await _tcp.GetStream().ReadAsync(buffer, Cancel);
            _received.AddRange(buffer.AsSpan(0, count));
            return count > 0;
        }
        catch (IOException)
        {
            return false; // reset by the server: an end as good as any
        }
    }
}

/// <summary>Header lines of one message in their order.</summary>
internal sealed record RawMessage(IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public string this[string key] => Headers.FirstOrDefault(h => h.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    public IEnumerable<string> Keys => Headers.Select(h => h.Key);

    public static RawMessage Parse(string text) => new(
        [.. text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 2))
            .Select(parts => KeyValuePair.Create(parts[0], parts.Length > 1 ? parts[1].TrimStart(' ') : ""))]);

    public static IEnumerable<RawMessage> ParseAll(string text) => text.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries).Select(Parse);
}
