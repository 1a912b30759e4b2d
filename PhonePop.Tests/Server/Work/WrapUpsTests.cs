using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Server.Security;
using PhonePop.Server.Work;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Work;

public sealed class WrapUpsTests
{
    private readonly FakeTimeProvider _clock = new(Some.Time.AddMinutes(1));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_talk_the_operator_is_busy_for_as_long_as_the_administrator_says_and_the_card_stays()
    {
        await using var server = Server("00:00:30");
        var wrapUps = server.Get<WrapUps>();
        server.Pbx.CallChanged(Some.Call().Answered().Final());

        await Until.TrueAsync(() => wrapUps.BusyUntil("main", "101") == Some.Time.AddSeconds(90));
        _clock.Advance(TimeSpan.FromSeconds(31));
        await Until.TrueAsync(() => wrapUps.Find("main", "101") is { Until: null });
        wrapUps.BusyUntil("main", "101").Should().BeNull();
        _clock.Advance(TimeSpan.FromSeconds(90));
        await Until.TrueAsync(() => wrapUps.Find("main", "101") is null);
    }

    [Fact]
    public async Task Done_ends_it_at_once_for_everybody_who_listens()
    {
        await using var server = Server("00:00:30");
        var wrapUps = server.Get<WrapUps>();
        server.Pbx.CallChanged(Some.Call().Answered().Final());
        await Until.TrueAsync(() => wrapUps.Find("main", "101") is not null);
        var (standing, changes) = wrapUps.Subscribe(Audience.Operator("main", "101"), TimeSpan.Zero, Stop);

        wrapUps.End(standing[0].Call);

        (await changes.SelectMany(batch => batch).FirstAsync(w => w.IsOver, Stop)).Call.Call.Id.Should().Be(Some.Call().Id);
        wrapUps.BusyUntil("main", "101").Should().BeNull();
    }

    [Fact]
    public async Task A_call_that_is_judged_anew_after_it_was_done_does_not_come_back()
    {
        await using var server = Server("00:00:30");
        var wrapUps = server.Get<WrapUps>();
        for (var i = 0; i < 50; i++)
        {
            var call = Some.Call(id: $"main:{i}.1:101").Answered().Final();
            server.Pbx.CallChanged(call with { IsFinal = false });
            await Until.TrueAsync(() => wrapUps.Find("main", "101") is not null);

            wrapUps.End(wrapUps.Find("main", "101")!.Call); // perhaps in the moment in which it is looked up: the next one must be seen all the same
            server.Pbx.CallChanged(call);
        }

        server.Pbx.CallChanged(Some.Call("102", id: "main:99.1:102").Answered().Final()); // behind it: when it is there, the other was seen
        await Until.TrueAsync(() => wrapUps.Find("main", "102") is not null);

        wrapUps.Find("main", "101").Should().BeNull();
    }

    [Fact]
    public async Task The_next_talk_takes_its_place_and_a_ring_does_not()
    {
        await using var server = Server(null);
        var wrapUps = server.Get<WrapUps>();
        server.Pbx.CallChanged(Some.Call().Answered().Final());
        await Until.TrueAsync(() => wrapUps.Find("main", "101") is { Until: null }); // no wrap-up by default: only the card stays

        var next = Some.Call(id: "main:2.1:101") with { ConversationId = "main:2.1" };
        server.Pbx.CallChanged(next);
        server.Pbx.CallChanged(Some.Call(id: "main:4.1:101").Answered() with { ConversationId = "main:4.1" }); // was talked in before the other ended
        server.Pbx.CallChanged(Some.Call("102", id: "main:3.1:102").Answered().Final()); // behind the ring: when it is there, the ring was seen
        await Until.TrueAsync(() => wrapUps.Find("main", "102") is not null);
        wrapUps.Find("main", "101").Should().NotBeNull();

        server.Pbx.CallChanged(next.Answered() with { AnsweredAt = Some.Time.AddMinutes(2) });
        await Until.TrueAsync(() => wrapUps.Find("main", "101") is null);
    }

    [Fact]
    public async Task Missed_and_internal_calls_leave_no_card_and_an_own_call_without_answer_does()
    {
        await using var server = Server("00:00:30");
        var wrapUps = server.Get<WrapUps>();
        server.Pbx.CallChanged(Some.Call().Final(CallOutcome.Missed));
        server.Pbx.CallChanged(Some.Call(id: "main:2.1:101").Answered().Final() with { Party = new CallParty(PartyKind.Internal, "102"), Direction = CallDirection.Internal });
        server.Pbx.CallChanged(Some.Call("102", id: "main:3.1:102").Final(CallOutcome.NoAnswer) with { Direction = CallDirection.Outbound });

        await Until.TrueAsync(() => wrapUps.Find("main", "102") is not null);

        wrapUps.Find("main", "101").Should().BeNull();
        wrapUps.BusyUntil("main", "102").Should().BeNull("nobody talked");
    }

    [Fact]
    public async Task Who_still_writes_keeps_the_card()
    {
        await using var server = Server(null);
        var wrapUps = server.Get<WrapUps>();
        server.Pbx.CallChanged(Some.Call().Answered().Final());
        await Until.TrueAsync(() => wrapUps.Find("main", "101") is not null);
        _clock.Advance(TimeSpan.FromSeconds(100));

        var viewer = new Viewer("1", "Anna", Roles.Operator, "main", "101");
        await server.Get<CallWorkStore>().SaveAsync(viewer, Some.Call().Id, new CallWorkEdit("still at it", null), Stop);

        await Until.TrueAsync(() => wrapUps.Find("main", "101")!.KeptUntil == _clock.GetUtcNow().AddMinutes(2));
    }

    private LiveServer Server(string? wrapUp) =>
        new LiveServer().With("PhonePop:Work:WrapUp", wrapUp).With(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock))).Started();
}
