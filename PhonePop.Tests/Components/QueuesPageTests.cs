using AwesomeAssertions;
using Bunit;
using Microsoft.EntityFrameworkCore;
using NSubstitute;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Queues;
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

        Cells(page, "support").Should().Equal("support", "0", "–", "0", "–", "2", "2", "25 %");
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
        Cells(page, "sales").Should().Equal("sales", "2", "0:19", "0", "–", "0", "0", "–");

        context.Clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => page.Find("[data-queue=sales] .pp-late-mark").TextContent.Should().Be("late"));
    }

    [Fact]
    public async Task Members_are_named_by_account_and_show_what_they_do_and_why_they_are_paused()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Names.Find("main", "101").Returns("Anna");
        var page = context.Page<QueuesPage>();
        page.Find("[data-testid=no-members]").TextContent.Should().Contain("no members");

        var anna = new QueueMember { Pbx = "main", Queue = "support", Interface = "PJSIP/101", Extension = "101", Name = "Ivan Petrov", State = QueueMemberState.Ringing, CallsTaken = 3, Penalty = 2 };
        var mobile = new QueueMember { Pbx = "main", Queue = "support", Interface = "Local/8916@out", Name = "Mobile", State = QueueMemberState.Free, Paused = true, PausedReason = "<lunch>" };
        context.Get<QueueMemberBoard>().Publish(anna);
        context.Get<QueueMemberBoard>().Publish(mobile);

        page.WaitForAssertion(() => page.FindAll("[data-testid=member]").Select(m => m.QuerySelector(".pp-strong")!.TextContent).Should().Equal("Anna", "Mobile"));
        page.Find("[data-extension='101']").TextContent.Should().Contain("ringing").And.Contain("3 taken · penalty 2");
        page.Find("[data-paused='1']").TextContent.Should().Contain("paused").And.Contain("<lunch>").And.NotContain("free");
        page.WaitForAssertion(() => page.Find("#queue-0").TextContent.Should().Contain("0 of 2 free"));

        context.Get<QueueMemberBoard>().Publish(anna with { IsGone = true });
        page.WaitForAssertion(() => page.FindAll("[data-testid=member]").Should().ContainSingle());
    }

    [Fact]
    public async Task Of_a_large_queue_a_hundred_members_are_drawn_and_the_others_when_asked()
    {
        await using var context = new PageContext(Roles.Supervisor);
        foreach (var extension in Enumerable.Range(1000, 130).Select(i => $"{i}"))
        {
            context.Get<QueueMemberBoard>().Publish(new QueueMember { Pbx = "main", Queue = "support", Interface = $"PJSIP/{extension}", Extension = extension, Name = extension, State = QueueMemberState.Free });
        }

        var page = context.Page<QueuesPage>();
        page.FindAll("[data-testid=member]").Should().HaveCount(100);
        page.Find("#queue-0").TextContent.Should().Contain("130 of 130 free");
        page.Find("[data-testid=more-members]").TextContent.Should().Be("Show 30 more of 130");

        await page.PressAsync("[data-testid=more-members]");

        page.FindAll("[data-testid=member]").Should().HaveCount(130);
        page.FindAll("[data-testid=more-members]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_PBX_that_refuses_says_so_in_words_that_help()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Get<PbxBoard>().Publish(PhonePop.Tests.Support.Some.Pbx() with { QueuesRefused = "Permission denied" });

        context.Page<QueuesPage>().Find("[data-testid=queues-refused]").TextContent.Should().Contain("main does not list").And.Contain("Permission denied").And.Contain("read = agent");
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
