using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Api;

/// <summary>A reader of a stream that stands still, over a real socket: it is cut off, what waits for it is bounded, and nobody else notices.</summary>
public sealed class SlowStreamTests
{
    private const string Path = "/api/v1/calls/stream";
    private const int Colleagues = 200;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_stands_still_is_cut_off_and_the_others_go_on()
    {
        var clock = new FakeTimeProvider(Some.Time);
        var ends = new Ends();
        await using var server = new LiveServer().With(s => s.AddSingleton<TimeProvider>(clock).AddSingleton<IStartupFilter>(ends)).Started();
        using var http = new HttpClient(SmallSockets.Handler()) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveServer.SupervisorKey);
        using var deaf = await http.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var anna = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), Path);
        (await anna.NextAsync()).Name.Should().Be("snapshot"); // before it she does not follow yet, and the first call would be in it
        long said = 0;
        for (var round = 0; !ends.First.IsCompleted; round++)
        {
            for (var i = 0; i < Colleagues; i++)
            {
                server.Pbx.CallChanged(Some.Call("102", id: $"main:1.{i}:102") with { Queue = round.ToString(CultureInfo.InvariantCulture), Did = new string('x', 2000) });
                said += 2000;
            }

            var id = string.Create(CultureInfo.InvariantCulture, $"main:2.{round}:101");
            server.Pbx.CallChanged(Some.Call("101", id: id));
            while ((await anna.NextAsync()).Data is var told && (told.ValueKind != JsonValueKind.Object || told.GetProperty("id").GetString() != id))
            {
                // comments, and what was told before
            }

            server.Pbx.CallChanged(Some.Call("101", id: id).Final());
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        var got = await ReadToTheEndAsync(await deaf.Content.ReadAsStreamAsync(Stop));

        got.Should().BeLessThan(said / 2, "no more than one state of each call, and what fits into buffers, waits for who does not read");
    }

    private static async Task<long> ReadToTheEndAsync(Stream stream)
    {
        var (buffer, total) = (new byte[65536], 0L);
        try
        {
            while (await stream.ReadAsync(buffer, Stop) is > 0 and var read)
            {
                total += read;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // cut off, not ended
        }

        return total;
    }

    /// <summary>Says when the server is through with a stream.</summary>
    private sealed class Ends : IStartupFilter
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task First => _first.Task;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                try
                {
                    await rest(context);
                }
                finally
                {
                    if (context.Request.Path == Path)
                    {
                        _first.TrySetResult();
                    }
                }
            });
            next(app);
        };
    }
}
