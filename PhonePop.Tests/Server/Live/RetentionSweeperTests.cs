using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

public sealed class RetentionSweeperTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_kept_long_enough_goes_with_what_was_written_about_it_and_the_rest_stays()
    {
        await using var server = new LiveServer().With("PhonePop:Retention:History", "100.00:00:00").With("PhonePop:Retention:Explanations", "10.00:00:00").Started();
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        foreach (var days in new[] { 1, 50, 101 })
        {
            var (id, at) = ($"main:{days}:101", TimeProvider.System.GetUtcNow().AddDays(-days).UtcDateTime);
            db.Calls.Add(new CallRecord { Id = id, Pbx = "main", Extension = "101", ConversationId = id, Number = "1", NumberKey = "1", StartedAt = at, EndedAt = at, PartyKind = PartyKind.External });
            db.CallWork.Add(new CallWork { CallId = id, ConversationId = id, Author = "Anna", AuthorId = "a", Note = "x", UpdatedAt = at });
            db.CallExplanations.Add(new CallExplanation { Id = id, EndedAt = at, Why = [1] });
        }

        await db.SaveChangesAsync(Stop);
        await server.Services.GetServices<IHostedService>().OfType<RetentionSweeper>().Single().SweepAsync(Stop);

        (await db.Calls.Select(c => c.Id).ToListAsync(Stop)).Should().BeEquivalentTo("main:1:101", "main:50:101");
        (await db.CallWork.Select(c => c.CallId).ToListAsync(Stop)).Should().BeEquivalentTo("main:1:101", "main:50:101");
        (await db.CallExplanations.Select(c => c.Id).ToListAsync(Stop)).Should().BeEquivalentTo("main:1:101");
    }
}
