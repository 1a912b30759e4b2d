using System.Net.Http.Headers;
using System.Text.Json;

namespace PhonePop.Tests.Support;

/// <summary>A reader of an event stream, written against the standard and not against our writer.</summary>
public sealed class StreamReaderClient : IDisposable
{
    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private StreamReaderClient(HttpClient client, HttpResponseMessage response, StreamReader reader) => (_client, _response, _reader) = (client, response, reader);

    public static async Task<StreamReaderClient> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new StreamReaderClient(client, response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next event; a comment is an event named <c>:</c>.</summary>
    public async Task<(string Name, string? Id, JsonElement Data)> NextAsync()
    {
        var (name, id, data) = ("message", (string?)null, "");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Until.Patience);
        while (await _reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0)
            {
                return (name, id, data.Length == 0 ? default : JsonDocument.Parse(data).RootElement);
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (field, value) = (line[..colon], line[(colon + 1)..].TrimStart(' '));
            (name, id, data) = field switch
            {
                "" => (":", id, data),
                "event" => (value, id, data),
                "id" => (name, value, data),
                "data" => (name, id, data + value),
                _ => (name, id, data),
            };
        }

        throw new EndOfStreamException();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
        _client.Dispose();
    }
}
