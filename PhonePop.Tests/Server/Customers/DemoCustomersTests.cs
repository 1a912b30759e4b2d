using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

public sealed class DemoCustomersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Last_contact_of_a_demos_customer_is_a_call_that_history_knows()
    {
        await using var server = new LiveServer().Started();

        await server.Get<DemoCustomers>().CreateAsync("main", Stop);

        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        var last = await db.Calls.GroupBy(c => c.CustomerId).Select(g => new { g.Key, At = g.Max(c => c.EndedAt) }).ToDictionaryAsync(g => g.Key!.Value, g => g.At, Stop);
        var contacts = await db.Customers.Where(c => c.LastContactAt != null).ToDictionaryAsync(c => c.Id, c => c.LastContactAt!.Value, Stop);
        contacts.Should().HaveCount(100).And.Equal(last);
        contacts.Values.Should().OnlyContain(at => at < TimeProvider.System.GetUtcNow().UtcDateTime);
    }
}
