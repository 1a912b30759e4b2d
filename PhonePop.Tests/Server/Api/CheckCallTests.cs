using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Api;

/// <summary>The page of the system before this one: an EventSource that shows whatever object it gets.</summary>
public sealed class CheckCallTests
{
    [Fact]
    public async Task Old_page_sees_a_call_of_a_customer_begin_and_end()
    {
        await using var server = new LiveServer().Started();
        var customer = await server.Get<CustomerStore>().CreateAsync(
            new CustomerEdit { Name = "Иван Петров", Company = "Ромашка", Numbers = [new CustomerNumberEdit("8 916 123-45-67")] }, TestContext.Current.CancellationToken);
        using var stream = await StreamReaderClient.OpenAsync(server.Client(null), $"/check-call?access_token={LiveServer.Key101}");
        var (name, _, nothing) = await stream.NextAsync();
        name.Should().Be("message");
        nothing.GetRawText().Should().Be("[]");

        server.Pbx.CallChanged(Some.Call("101"));
        var call = (await stream.NextAsync()).Data;
        call.GetProperty("id").GetInt32().Should().Be(customer.Id);
        call.GetProperty("title").GetString().Should().Be("Иван Петров");
        call.GetProperty("text").GetString().Should().Be("Ромашка · +79161234567");
        call.GetProperty("url").GetString().Should().Be("/go/main:1764000000.12:101");
        call.GetProperty("img").GetString().Should().NotBeNullOrEmpty();

        server.Pbx.CallChanged(Some.Call("101").Answered()); // no second notification for the same call
        server.Pbx.CallChanged(Some.Call("101").Final());
        (await stream.NextAsync()).Data.GetRawText().Should().Be("[]");
    }

    [Fact]
    public async Task Stranger_and_colleagues_caller_are_not_shown()
    {
        await using var server = new LiveServer().Started();
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada", Numbers = [new CustomerNumberEdit("+79161234567")] }, TestContext.Current.CancellationToken);
        using var stream = await StreamReaderClient.OpenAsync(server.Client(LiveServer.Key101), "/check-call");
        await stream.NextAsync();

        server.Pbx.CallChanged(Some.Call("102", id: "main:1.1:102"));
        server.Pbx.CallChanged(Some.Call("101", number: "79990000000", id: "main:2.1:101"));
        server.Pbx.CallChanged(Some.Call("101", id: "main:3.1:101"));

        (await stream.NextAsync()).Data.GetProperty("url").GetString().Should().Be("/go/main:3.1:101");
    }

    [Fact]
    public async Task Account_without_an_extension_is_refused()
    {
        await using var server = new LiveServer().Started();
        using var supervisor = server.Client(LiveServer.SupervisorKey);
        using var answer = await supervisor.GetAsync("/check-call", TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }
}
