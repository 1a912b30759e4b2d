using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

public sealed class CallHistoryWriterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Final_call_is_stored_exactly_once_however_often_it_is_told()
    {
        await using var server = new LiveServer().Started();
        var history = server.Get<CallHistoryStore>();
        server.Pbx.CallChanged(Some.Call("101"));
        server.Pbx.CallChanged(Some.Call("101").Final());
        server.Pbx.CallChanged(Some.Call("101").Final(PhonePop.Ami.Calls.CallOutcome.Missed)); // late: what is final stays

        // Even past the board's guard there is one row an id.
        server.Get<CallHistoryWriter>().Add(server.Get<LiveCallBoard>().Find("main:1764000000.12:101")!);
        server.Pbx.CallChanged(Some.Call("101", id: "main:2.1:101").Final());

        (await UntilAsync(history, 2)).Items.Select(c => c.Call.Id).Should().BeEquivalentTo("main:1764000000.12:101", "main:2.1:101");
        (await history.FindAsync("main:1764000000.12:101", Stop))!.Call.Outcome.Should().Be(PhonePop.Ami.Calls.CallOutcome.Answered);
    }

    [Fact]
    public async Task Call_that_only_ended_for_one_operator_is_not_history_yet()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101").Final() with { IsFinal = false });
        server.Pbx.CallChanged(Some.Call("102", id: "main:2.1:102").Final());

        (await UntilAsync(server.Get<CallHistoryStore>(), 1)).Items.Select(c => c.Call.Id).Should().Equal("main:2.1:102");
    }

    [Fact]
    public async Task Changes_that_follow_each_other_are_written_together_and_of_a_call_only_its_last_state()
    {
        var clock = new FakeTimeProvider(Some.Time);
        await using var server = new LiveServer().With(s => s.AddSingleton<TimeProvider>(clock)).Started();
        var call = Some.Call("101") with { Party = PhonePop.Ami.Calls.CallParty.Anonymous };
        server.Pbx.CallChanged(call);
        server.Pbx.CallChanged(call.Answered());
        server.Pbx.CallChanged(call.Answered() with { Phase = PhonePop.Ami.Calls.CallPhase.Held });
        server.Pbx.CallChanged(call.Answered());
        server.Pbx.CallChanged(Some.Call("102", id: "main:2.1:102") with { Party = PhonePop.Ami.Calls.CallParty.Anonymous });
        (await Open(server)).Should().BeEmpty("the next writing is a moment away: the pop goes first");

        await OpenAsync(server, c => c.Version == 4, () => clock.Advance(TimeSpan.FromMilliseconds(250))); // again where the writer had not begun to wait yet
        (await Open(server)).Should().HaveCount(2, "they were written together");
    }

    [Fact]
    public async Task A_row_that_the_database_never_takes_keeps_nothing_back()
    {
        await using var server = new LiveServer().Started();
        server.Pbx.CallChanged(Some.Call("101", id: "main:1.1:101"));
        var live = server.Get<LiveCallBoard>().Find("main:1.1:101")!;
        var poisoned = live with { Call = live.Call.Final() with { Party = new PhonePop.Ami.Calls.CallParty(PhonePop.Ami.Calls.PartyKind.Anonymous, null!) } };

        server.Get<CallHistoryWriter>().Add(poisoned);
        server.Pbx.CallChanged(Some.Call("102", id: "main:2.1:102").Final());

        (await UntilAsync(server.Get<CallHistoryStore>(), 1)).Items.Select(c => c.Call.Id).Should().Equal("main:2.1:102");
    }

    [Fact]
    public async Task Last_contact_decides_who_comes_first_when_two_share_a_number()
    {
        await using var server = new LiveServer().Started();
        var store = server.Get<CustomerStore>();
        var first = await store.CreateAsync(new CustomerEdit { Name = "First", Numbers = [new("+79161234567"), new("+79160000001")] }, Stop);
        var second = await store.CreateAsync(new CustomerEdit { Name = "Second", Numbers = [new("+79161234567")] }, Stop);
        (await store.FindByNumberAsync("+79161234567", Stop)).Select(c => c.Id).Should().Equal(second.Id, first.Id);

        server.Pbx.CallChanged(Some.Call("101", number: "79160000001").Final());
        await Until.TrueAsync(async () => (await store.GetAsync(first.Id, Stop))!.LastContactAt is not null);

        server.Get<CustomerMatcher>().Forget(null);
        (await store.FindByNumberAsync("+79161234567", Stop)).Select(c => c.Id).Should().Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task Database_that_hiccups_costs_no_call()
    {
        var clock = new FakeTimeProvider(Some.Time);
        var flaky = new FlakyFactory();
        await using var server = new LiveServer().With(s =>
        {
            s.AddSingleton<TimeProvider>(clock);
            s.Replace(ServiceDescriptor.Singleton<IDbContextFactory<PhonePopDbContext>>(p => flaky.Over(p)));
        }).Started();
        flaky.FailuresLeft = 3;

        server.Pbx.CallChanged((Some.Call("101") with { Party = PhonePop.Ami.Calls.CallParty.Anonymous }).Final());
        await Until.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            return flaky.FailuresLeft == 0;
        });

        (await UntilAsync(server.Get<CallHistoryStore>(), 1, () => clock.Advance(TimeSpan.FromSeconds(30)))).Total.Should().Be(1);
    }

    private static Task OpenAsync(LiveServer server, Func<OpenCall, bool> is101, Action? meanwhile = null) => Until.TrueAsync(async () =>
    {
        meanwhile?.Invoke();
        return (await Open(server)).Exists(c => c.Id.EndsWith("101", StringComparison.Ordinal) && is101(c));
    });

    private static async Task<List<OpenCall>> Open(LiveServer server)
    {
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        return await db.OpenCalls.AsNoTracking().ToListAsync(Stop);
    }

    private static async Task<FoundCalls<LiveCall>> UntilAsync(CallHistoryStore history, int total, Action? meanwhile = null)
    {
        var page = new FoundCalls<LiveCall>([], 0, null);
        await Until.TrueAsync(async () =>
        {
            meanwhile?.Invoke();
            page = await history.SearchAsync(new CallHistoryQuery { Audience = Audience.Everything }, Stop);
            return page.Total >= total;
        });
        return page;
    }

    private sealed class FlakyFactory : IDbContextFactory<PhonePopDbContext>
    {
        private DbContextOptions<PhonePopDbContext>? _options;
        private int _failuresLeft;

        public int FailuresLeft
        {
            get => Volatile.Read(ref _failuresLeft);
            set => Volatile.Write(ref _failuresLeft, value);
        }

        public FlakyFactory Over(IServiceProvider provider)
        {
            _options = provider.GetRequiredService<DbContextOptions<PhonePopDbContext>>();
            return this;
        }

        public PhonePopDbContext CreateDbContext()
        {
            if (FailuresLeft > 0)
            {
                Interlocked.Decrement(ref _failuresLeft);
                throw new InvalidOperationException("The disk is away.");
            }

            return new PhonePopDbContext(_options!);
        }
    }
}
