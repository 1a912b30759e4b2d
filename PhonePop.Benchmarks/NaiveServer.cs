using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PhonePop.Benchmarks;

/// <summary>
/// The least that pushes a ring to a browser: it reads lines, and where an event says that a phone rings, it tells the group of that phone. No model, no customers, no
/// history, nobody is checked. What it takes on a machine is what TCP and SignalR take there.
/// </summary>
static class NaiveServer
{
    /// <summary>Runs until it is ended.</summary>
    /// <param name="port">The PBX's, on this machine.</param>
    /// <param name="options">The host's, such as where to listen.</param>
    public static async Task RunAsync(int port, string[] options)
    {
        var builder = WebApplication.CreateSlimBuilder(options);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddSignalR();
        await using var app = builder.Build();
        app.MapHub<NaiveHub>("/hubs/calls");
        await app.StartAsync();
        using var pbx = new TcpClient { NoDelay = true };
        await pbx.ConnectAsync("127.0.0.1", port);
        pbx.GetStream().Write(Encoding.UTF8.GetBytes("Action: Login\r\nActionID: 1\r\n\r\nAction: Events\r\nActionID: 2\r\n\r\n"));
        await Task.Factory.StartNew(() => Read(pbx.GetStream(), app.Services.GetRequiredService<IHubContext<NaiveHub>>()), TaskCreationOptions.LongRunning);
    }

    private static void Read(NetworkStream stream, IHubContext<NaiveHub> hub)
    {
        using var reader = new NaiveReader(stream);
        while (reader.Read() is { } message)
        {
            if (message.GetValueOrDefault("Event") == "Newstate" && message["ChannelStateDesc"] == "Ringing")
            {
                var call = new { version = 1, ageMs = 0, party = new { number = message["ConnectedLineNum"] } };
                _ = hub.Clients.Group(message["Channel"].Split('/', '-')[1]).SendAsync("CallChanged", call);
            }
        }
    }

    private sealed class NaiveHub : Hub
    {
        public override Task OnConnectedAsync()
        {
            var key = Context.GetHttpContext()!.Request.Headers.Authorization.ToString();
            var operatorNumber = int.Parse(key[(key.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
            return Groups.AddToGroupAsync(Context.ConnectionId, $"{LoadServer.FirstExtension + operatorNumber}");
        }
    }
}
