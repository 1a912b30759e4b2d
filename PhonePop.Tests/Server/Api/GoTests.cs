using System.Net;
using AwesomeAssertions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Api;

public sealed class GoTests
{
    private const string Id = "main:1764000000.12:101";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Click_leads_to_a_new_card_then_to_the_card_then_to_a_chooser()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));
        (await TargetAsync(server, LiveServer.Key101)).Should().Be("/customers/new?phone=%2B79161234567");

        var first = await AddAsync(server, "Ada");
        (await TargetAsync(server, LiveServer.Key101)).Should().Be($"/customers/{first.Id}", "the customer was added after the ring");

        await AddAsync(server, "Grace");
        (await TargetAsync(server, LiveServer.Key101)).Should().Be("/customers?call=main%3A1764000000.12%3A101");
    }

    [Fact]
    public async Task Card_elsewhere_is_reached_by_its_template_and_our_own_where_a_value_is_missing()
    {
        await using var server = new LiveServer().With("PhonePop:Customers:CardUrl", "https://crm.example/clients/{externalId}?phone={number}").Started();
        server.Pbx.CallChanged(Some.Call("101"));
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada", ExternalId = "C 7", Numbers = [new CustomerNumberEdit("+79161234567")] }, Stop);
        (await TargetAsync(server, LiveServer.Key101)).Should().Be("https://crm.example/clients/C%207?phone=%2B79161234567");

        server.Pbx.CallChanged(Some.Call("101", number: "79169999999", id: "main:2.1:101"));
        var unlinked = await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Bob", Numbers = [new CustomerNumberEdit("+79169999999")] }, Stop);
        unlinked.Url.Should().BeNull();
        (await TargetAsync(server, LiveServer.Key101, "main:2.1:101")).Should().Be($"/customers/{unlinked.Id}");
    }

    [Fact]
    public async Task Call_that_has_ended_still_leads_to_its_card_from_history()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101").Final());
        var customer = await AddAsync(server, "Ada");

        (await TargetAsync(server, LiveServer.SupervisorKey)).Should().Be($"/customers/{customer.Id}");
    }

    [Fact]
    public async Task Withheld_number_leads_to_an_empty_card_and_a_colleague_nowhere()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101") with { Party = CallParty.Anonymous });
        server.Pbx.CallChanged(Some.Call("101", id: "main:2.1:101") with { Party = new CallParty(PartyKind.Internal, "102"), Direction = CallDirection.Internal });

        (await TargetAsync(server, LiveServer.Key101)).Should().Be("/customers/new");
        (await TargetAsync(server, LiveServer.Key101, "main:2.1:101")).Should().Be("/");
    }

    [Fact]
    public async Task Colleagues_call_is_refused_an_unknown_one_not_found_and_a_stranger_sent_to_sign_in()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101"));

        (await StatusAsync(server, LiveServer.Key102, Id)).Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync(server, LiveServer.Key102, "main:7.7:101")).Should().Be(HttpStatusCode.NotFound);
        using var nobody = server.Client(null);
        using var answer = await nobody.GetAsync($"/go/{Id}", Stop);
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.PathAndQuery.Should().StartWith("/account/sign-in?returnUrl=%2Fgo%2F");
    }

    private static Task<CustomerInfo> AddAsync(LiveServer server, string name) =>
        server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = name, Numbers = [new CustomerNumberEdit("8 (916) 123-45-67")] }, Stop);

    private static async Task<string?> TargetAsync(LiveServer server, string key, string id = Id)
    {
        using var client = server.Client(key);
        using var answer = await client.GetAsync($"/go/{id}", Stop);
        return answer.Headers.Location?.OriginalString;
    }

    private static async Task<HttpStatusCode> StatusAsync(LiveServer server, string key, string id)
    {
        using var client = server.Client(key);
        using var answer = await client.GetAsync($"/go/{id}", Stop);
        return answer.StatusCode;
    }
}
