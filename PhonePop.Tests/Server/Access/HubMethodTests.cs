using System.Reflection;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Ami.Calls;
using PhonePop.Server.Hubs;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Access;

/// <summary>What of the hub is for whom. Its methods are read from its types: a new one fails until it stands here.</summary>
public sealed class HubMethodTests
{
    private const string Own = "main:1764000000.12:101";
    private const string Others = "main:1764000000.12:102";

    // With what an operator calls it about a colleague's call; null: it names no call.
    private static readonly Dictionary<string, object[]?> FromClients = new()
    {
        [nameof(PhoneHub.Resync)] = null,
        [nameof(PhoneHub.Reach)] = null,
        [nameof(PhoneHub.TestShown)] = null, // of the own phone alone
        [nameof(PhoneHub.Shown)] = [Others, 5.0],
        [nameof(PhoneHub.ShownBy)] = [Others, "page", 5.0],
        [nameof(PhoneHub.Dismiss)] = [Others],
        [nameof(PhoneHub.Opened)] = [Others],
    };

    private static readonly Dictionary<string, bool> ToSupervisorsOnly = new()
    {
        [nameof(IPhoneClient.Snapshot)] = false,
        [nameof(IPhoneClient.CallChanged)] = false,
        [nameof(IPhoneClient.Settings)] = false,
        [nameof(IPhoneClient.Opened)] = false,
        [nameof(IPhoneClient.TestPop)] = false,
        [nameof(IPhoneClient.PbxChanged)] = true,
        [nameof(IPhoneClient.ConversationChanged)] = true,
        [nameof(IPhoneClient.OperatorChanged)] = true,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_method_stands_in_a_table()
    {
        typeof(PhoneHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.GetBaseDefinition() == m).Select(m => m.Name).Should().BeEquivalentTo(FromClients.Keys);
        typeof(IPhoneClient).GetMethods().Select(m => m.Name).Should().BeEquivalentTo(ToSupervisorsOnly.Keys);
    }

    [Fact]
    public async Task Stranger_is_not_connected()
    {
        await using var server = new LiveServer().Started();
        foreach (var key in new[] { null, "a-wrong-key-of-somebody" })
        {
            await using var hub = server.Hub(key);

            await hub.Invoking(h => h.StartAsync(Stop)).Should().ThrowAsync<HttpRequestException>().WithMessage("*401*");
        }
    }

    [Fact]
    public async Task Colleagues_call_is_no_call_for_any_method()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call());
        server.Pbx.CallChanged(Some.Call("102"));
        await using var listener = await HubListener.ConnectAsync(server, LiveServer.Key101);
        foreach (var (method, arguments) in FromClients.Where(m => m.Value is not null))
        {
            await listener.Connection.Invoking(c => c.InvokeCoreAsync(method, arguments!, Stop)).Should().ThrowAsync<HubException>($"{method} is about somebody else's call");
            await listener.Connection.InvokeCoreAsync(method, [Own, .. arguments![1..]], Stop);
        }

        server.Get<LiveCallBoard>().Find(Others)!.Dismissed.Should().BeFalse();
        server.Get<LiveCallBoard>().Find(Own)!.Dismissed.Should().BeTrue();
    }

    [Theory]
    [InlineData(LiveServer.Key101, false)]
    [InlineData(LiveServer.SupervisorKey, true)]
    [InlineData(LiveServer.AdministratorKey, true)]
    public async Task What_others_do_is_told_to_supervisors_alone(string key, bool supervises)
    {
        await using var server = new LiveServer().WithUser(0, "olga", "correct horse battery", "Operator", "102").Started();
        await using var listener = await HubListener.ConnectAsync(server, key);
        await using var supervisor = await HubListener.ConnectAsync(server, LiveServer.SupervisorKey);
        server.Pbx.PbxChanged(Some.Pbx());
        server.Pbx.ConversationChanged(Some.Conversation());
        server.Pbx.CallChanged(Some.Call("102").Answered()); // whose presence changes
        var forSupervisors = ToSupervisorsOnly.Where(m => m.Value).Select(m => m.Key).ToHashSet();
        await HeardAsync(supervisor, (heard, _) => forSupervisors.IsSubsetOf(heard));

        server.Pbx.CallChanged(Some.Call(id: "main:9.9:101"));
        var heard = await HeardAsync(listener, (heard, data) => (!supervises || forSupervisors.IsSubsetOf(heard)) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("id", out var id) && id.GetString() == "main:9.9:101");

        heard.Where(name => ToSupervisorsOnly[name]).Should().BeEquivalentTo(supervises ? forSupervisors : []);
    }

    private static async Task<HashSet<string>> HeardAsync(HubListener listener, Func<HashSet<string>, JsonElement, bool> isAll)
    {
        var heard = new HashSet<string>();
        while (true)
        {
            var (name, data) = await listener.FirstAsync();
            heard.Add(name);
            if (isAll(heard, data))
            {
                return heard;
            }
        }
    }
}
