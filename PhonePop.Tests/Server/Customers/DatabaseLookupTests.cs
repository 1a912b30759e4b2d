using AwesomeAssertions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Lookups;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

/// <summary>The look-up in our own table, whose statements stay prepared.</summary>
public sealed class DatabaseLookupTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_that_failed_is_asked_again_with_success_however_often_it_failed()
    {
        await using var server = new LiveServer().Started();
        await Until.TrueAsync(() => server.Get<SearchPieces>().IsWhole); // who makes it at the start needs the table that is taken away below
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada", Numbers = [new("+79161234567")] }, Stop);
        var (lookup, number) = (server.Services.GetServices<ICustomerLookup>().OfType<DatabaseCustomerLookup>().Single(), server.Get<PhoneNumberReader>().Read("+79161234567"));
        (await lookup.FindAsync(number, Stop))!.Only!.Name.Should().Be("Ada");
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        for (var time = 0; time < 6; time++)
        {
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE CustomerNumbers RENAME TO Elsewhere", Stop);
            await FluentActions.Awaiting(async () => await lookup.FindAsync(number, Stop)).Should().ThrowAsync<SqliteException>();
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE Elsewhere RENAME TO CustomerNumbers", Stop);

            (await lookup.FindAsync(number, Stop))!.Only!.Name.Should().Be("Ada");
        }
    }
}
