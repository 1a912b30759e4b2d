using System.Globalization;
using AwesomeAssertions;
using Microsoft.Extensions.DependencyInjection;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Pbx;

/// <summary>Somebody sets the server's clock in mid-call. Timers measure time that passes, and are not to care.</summary>
public sealed class JumpingClockTests : IAsyncLifetime
{
    private const string Secret = "secret-of-this-test";
    private readonly SetClock _clock = new();
    private readonly EmulatedPbx _pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = Secret });
    private readonly LiveServer _server = new();

    public async ValueTask InitializeAsync()
    {
        _server.With("PhonePop:Pbxes:0:Port", _pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", Secret)
            .With("PhonePop:Pbxes:0:SnapshotInterval", "00:00:01").With(s => s.AddSingleton<TimeProvider>(_clock)).Watching().Started();
        await _server.PbxAsync(p => p.State == PbxState.Connected);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _pbx.DisposeAsync();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(24)]
    public async Task No_call_ends_or_begins_for_it_and_none_has_lasted_less_than_nothing(int hours)
    {
        var call = _pbx.Inbound("79161234567", "", "74951230101", "101");
        call.Answer("101");
        var before = await _server.CallAsync("101", c => c.Phase == CallPhase.Talking);
        var changes = new List<LiveCall>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var listening = ListenAsync(changes, stop.Token);

        _clock.Set(TimeSpan.FromHours(hours));
        await ListAsync();
        call.Hold("101");
        await _server.CallAsync("101", c => c.Phase == CallPhase.Held);
        call.Unhold("101");
        var after = await _server.CallAsync("101", c => c.Phase == CallPhase.Talking);
        await ListAsync();

        after.Should().Match<Call>(c => c.Id == before.Id && c.StartedAt == before.StartedAt && c.AnsweredAt == before.AnsweredAt && !c.Uncertain);
        (await _server.PbxAsync(_ => true)).State.Should().Be(PbxState.Connected);
        call.HangUp();
        await _server.CallsAsync(c => c.Count == 0);
        using var client = _server.Client(LiveServer.SupervisorKey);
        var history = await Until.AnswerAsync(client, "/api/v1/calls/history?extension=101", a => a.GetProperty("total").GetInt32() == 1);
        var row = history.GetProperty("items")[0];
        row.GetProperty("endedAt").GetDateTimeOffset().Should().BeOnOrAfter(row.GetProperty("answeredAt").GetDateTimeOffset());
        await stop.CancelAsync();
        await listening;
        changes.Select(c => c.Call.Id).Distinct().Should().Equal(before.Id);
    }

    // The lists go on: one that was lost to events is found again.
    private async Task ListAsync()
    {
        _pbx.Faults.Lost = 1;
        var unheard = _pbx.Inbound("79037654321", "", "74951230102", "103");
        _pbx.Faults.Lost = 0;
        await _server.CallAsync("103", c => c.Phase == CallPhase.Ringing);
        unheard.HangUp();
        await _server.CallsAsync(c => c.Count == 1);
    }

    private async Task ListenAsync(List<LiveCall> changes, CancellationToken cancellationToken)
    {
        var (_, batches) = _server.Get<LiveCallBoard>().Subscribe(Audience.Everything, TimeSpan.Zero, cancellationToken);
        try
        {
            await foreach (var batch in batches)
            {
                changes.AddRange(batch.Where(c => c.Call.Extension == "101"));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>The wall clock can be set; time passes as it does.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long _offset;

        public void Set(TimeSpan offset) => Volatile.Write(ref _offset, offset.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offset));
    }
}
