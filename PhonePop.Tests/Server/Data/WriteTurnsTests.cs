using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Server.Data;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Data;

public sealed class WriteTurnsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_writes_for_long_sees_that_somebody_waits_who_goes_on_at_once_when_it_has_ended(bool inTransaction)
    {
        await using var server = new LiveServer().Started();
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        await using var transaction = await db.Database.BeginTransactionAsync(Stop);
        var turn = server.Get<WriteTurns>().Take();

        var other = WriteAsync(server, inTransaction);
        while (turn.Awaited == TimeSpan.Zero)
        {
            Stop.ThrowIfCancellationRequested();
            await Until.NextLookAsync();
        }

        other.IsCompleted.Should().BeFalse();
        await transaction.CommitAsync(Stop);
        turn.Dispose();
        await other;
        (await db.AuditEntries.CountAsync(e => e.Action == "waited", Stop)).Should().Be(1);
    }

    [Fact]
    public async Task Nobody_waits_for_ever_for_a_turn_that_does_not_end()
    {
        var clock = new FakeTimeProvider();
        using var turn = new WriteTurns(clock).Take();

        var asked = turn.AskAsync(TimeSpan.FromSeconds(2), Stop);
        clock.Advance(TimeSpan.FromSeconds(1));
        asked.IsCompleted.Should().BeFalse();
        turn.Awaited.Should().Be(TimeSpan.FromSeconds(1));

        clock.Advance(TimeSpan.FromSeconds(1));
        await asked;
    }

    private static async Task WriteAsync(LiveServer server, bool inTransaction)
    {
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        await using var transaction = inTransaction ? await db.Database.BeginTransactionAsync(Stop) : null;
        db.AuditEntries.Add(new AuditEntry { At = DateTime.UnixEpoch, Action = "waited" });
        await db.SaveChangesAsync(Stop);
        if (transaction is not null)
        {
            await transaction.CommitAsync(Stop);
        }
    }
}
