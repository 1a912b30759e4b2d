using AwesomeAssertions;
using Bunit;
using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

public sealed class QueuesPageTests
{
    [Fact]
    public async Task Without_calls_it_says_when_queues_appear()
    {
        await using var context = new PageContext(Roles.Supervisor);

        context.Page<QueuesPage>().Find("[data-testid=empty]").TextContent.Should().Contain("with their first caller");
    }

    [Fact]
    public async Task Each_caller_of_today_counts_once_however_many_phones_rang()
    {
        await using var context = new PageContext(Roles.Supervisor);
        var now = context.Clock.GetUtcNow();
        await RememberAsync(context, "1", "101", now.AddHours(-1), answeredAfter: 15);
        await RememberAsync(context, "1", "102", now.AddHours(-1), answeredAfter: null);
        await RememberAsync(context, "2", "101", now.AddHours(-2), answeredAfter: 45);
        await RememberAsync(context, "3", "101", now.AddHours(-3), answeredAfter: null);
        await RememberAsync(context, "4", "101", now.AddDays(-1), answeredAfter: 1);
        await context.MissAsync("74951112233", "main:5"); // gave up before any phone rang
        await context.MissAsync("79161234567", "main:3");

        var page = context.Page<QueuesPage>();

        Cells(page, "support").Should().Equal("support", "0", "–", "2", "2", "25 %");
    }

    [Fact]
    public async Task Who_waits_now_counts_from_the_longest_and_turns_late_as_time_passes()
    {
        await using var context = new PageContext(Roles.Supervisor);
        foreach (var (id, ago) in new[] { ("1", 19), ("2", 5) })
        {
            context.Get<ConversationBoard>().Publish(new Conversation
            {
                Id = $"main:{id}",
                Pbx = "main",
                State = ConversationState.Waiting,
                Queue = "sales",
                StartedAt = context.Clock.GetUtcNow().AddSeconds(-ago),
                Participants = [new Participant(new CallParty(PartyKind.External, "79161234567"), CallPhase.Dialing, context.Clock.GetUtcNow())],
            });
        }

        var page = context.Page<QueuesPage>();
        Cells(page, "sales").Should().Equal("sales", "2", "0:19", "0", "0", "–");

        context.Clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => page.Find("[data-queue=sales] .pp-late-mark").TextContent.Should().Be("late"));
    }

    private static IEnumerable<string> Cells(IRenderedComponent<QueuesPage> page, string queue) => page.FindAll($"[data-queue={queue}] td").Select(c => c.TextContent.Trim());

    private static async Task RememberAsync(PageContext context, string conversation, string extension, DateTimeOffset at, int? answeredAfter)
    {
        var call = context.Call(conversation, CallPhase.Ended, more: c => c with
        {
            Id = $"main:{conversation}:{extension}",
            Extension = extension,
            Queue = "support",
            StartedAt = at.AddSeconds(4),
            WaitingSince = at,
            AnsweredAt = answeredAfter is { } seconds ? at.AddSeconds(seconds) : null,
            EndedAt = at.AddSeconds(90),
            Outcome = answeredAfter is null ? CallOutcome.Missed : CallOutcome.Answered,
        });
        await using var db = await context.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.Calls.Add(CallRecords.ToRecord(call, context.Get<PhoneNumberReader>().Read(call.Call.Party.Number), null, context.Clock.GetUtcNow()));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
