using System.Collections.Concurrent;
using System.Globalization;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Simulator.Office;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Live;

/// <summary>A random office that the whole server watches, with everything going wrong: what history holds is what ended, each call once.</summary>
public sealed class RandomOfficeHistoryTests
{
    private const int Steps = 60;

    [Theory]
    [InlineData("11", 4)]
    [InlineData("22", 7)]
    public async Task Each_call_that_was_told_of_has_one_row_whatever_went_wrong(string asterisk, int seed)
    {
        var stop = TestContext.Current.CancellationToken;
        var office = OfficeCases.Draw(OfficeWeather.Broken, asterisk, seed, Steps) with { Phones = 1 }; // the server is told of no other phones
        await using var pbx = EmulatedPbx.Start(OfficePlan.Pbx(office, "history"));
        var told = new Told();
        await using var server = new LiveServer()
            .With("PhonePop:Pbxes:0:Port", pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", "history")
            .With("PhonePop:Pbxes:0:SnapshotInterval", "00:00:01")
            .With(services => services.Replace(ServiceDescriptor.Singleton<ICallObserver>(p => told.Before(p.GetRequiredService<LiveCallPipeline>()))))
            .Watching().Started();
        var driver = new OfficeDriver(pbx, OfficePlan.Extensions(office), distinct: true, listsOnly: true, byDisplay: false);
        office.Faults.ApplyTo(pbx.Faults, seed);

        foreach (var step in office.Steps)
        {
            if (step.Kind == StepKind.Drop)
            {
                pbx.Faults.DropAfter(step.A * 30);
            }
            else if (step.Kind == StepKind.Quiet)
            {
                await UntilTrueAsync(server, pbx, stop);
            }
            else
            {
                driver.Do(step);
            }
        }

        await UntilTrueAsync(server, pbx, stop);
        driver.Close();
        await UntilTrueAsync(server, pbx, stop);
        await Until.TrueAsync(() => told.Last.Values.All(call => call.IsFinal));
        var rows = await RowsAsync(server, told.Last.Count, stop);

        told.Last.Should().NotBeEmpty();
        told.Finals.Should().OnlyHaveUniqueItems("a call ends once");
        rows.Should().BeEquivalentTo(told.Last.Keys, "no call is lost to history, and none is there twice");
    }

    private static async Task UntilTrueAsync(LiveServer server, EmulatedPbx pbx, CancellationToken cancellationToken)
    {
        pbx.Mark(1); // what was delayed is sent
        var expected = CallTruth.WithoutHolds(CallTruth.Expected(pbx.Truth()));
        var board = server.Get<LiveCallBoard>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Until.Patience);
        var (_, changes) = board.Subscribe(Audience.Everything, TimeSpan.Zero, patience.Token);
        try
        {
            await using var change = changes.GetAsyncEnumerator(patience.Token);
            while (!Shown().SequenceEqual(expected) && await change.MoveNextAsync())
            {
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time is up: what is compared now says what is wrong.
        }

        Shown().Should().Equal(expected);

        IReadOnlyList<string> Shown() => CallTruth.WithoutHolds(CallTruth.Shown(board.Calls(Audience.Everything).Select(c => c.Call)));
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(LiveServer server, int atLeast, CancellationToken cancellationToken)
    {
        var history = server.Get<CallHistoryStore>();
        var page = new FoundCalls<LiveCall>([], 0, null);
        await Until.TrueAsync(async () =>
        {
            page = await history.SearchAsync(new CallHistoryQuery { Audience = Audience.Everything, Take = 1_000 }, cancellationToken);
            return page.Total >= atLeast;
        });
        return [.. page.Items.Select(c => c.Call.Id)];
    }

    /// <summary>Notes what the monitor tells, and passes it on.</summary>
    private sealed class Told : ICallObserver
    {
        private ICallObserver? _next;

        public ConcurrentDictionary<string, Call> Last { get; } = new();

        public ConcurrentQueue<string> Finals { get; } = new();

        public Told Before(ICallObserver next)
        {
            _next = next;
            return this;
        }

        public void CallChanged(Call call)
        {
            Last[call.Id] = call;
            if (call.IsFinal)
            {
                Finals.Enqueue(call.Id);
            }

            _next!.CallChanged(call);
        }

        public void ConversationChanged(Conversation conversation) => _next!.ConversationChanged(conversation);

        public void PbxChanged(PbxStatus status) => _next!.PbxChanged(status);
    }
}
