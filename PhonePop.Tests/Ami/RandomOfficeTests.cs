using System.Threading.Channels;
using AwesomeAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami;

/// <summary>An office where anybody does anything at any time, over real TCP: after each step PhonePop shows what the PBX knows.</summary>
public sealed class RandomOfficeTests
{
    private const int Steps = 300;
    private static readonly string[] Extensions = ["100", "101", "102", "103"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)] // two colleagues whom transfers brought together again once had the id of their first call
    [InlineData(23)]
    public async Task After_each_step_the_calls_are_the_true_ones(int seed)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = $"office-{seed}", Seed = seed });
        var watcher = new Watcher();
        var options = new CallMonitorOptions { Name = "main", Ami = new AmiOptions { Host = "127.0.0.1", Port = pbx.Port, Username = "phonepop", Secret = $"office-{seed}" } };
        using var monitor = new CallMonitor(options, watcher, TimeProvider.System, NullLoggerFactory.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = monitor.RunAsync(stop.Token);
        await watcher.UntilAsync(() => monitor.Status.State == PbxState.Connected, cancellationToken);

        var office = new RandomOffice(pbx, seed);
        var story = new List<string>();
        for (var step = 0; step < Steps; step++)
        {
            story.Add(office.Step());
            var expected = CallTruth.Expected(pbx.Truth());
            await watcher.UntilAsync(() => CallTruth.Shown(monitor.Calls).SequenceEqual(expected), cancellationToken);

            CallTruth.Shown(monitor.Calls).Should().Equal(expected, "seed {0}, step {1}, after {2}", seed, step, string.Join("; ", story.TakeLast(6)));
        }

        office.Close();
        await watcher.UntilAsync(() => watcher.Calls.Where(c => c.IsFinal).Select(c => c.Id).ToHashSet().SetEquals(watcher.Calls.Select(c => c.Id)), cancellationToken);
        monitor.Calls.Should().BeEmpty();
        watcher.Calls.Where(c => c.IsFinal).Select(c => c.Id).Should().OnlyHaveUniqueItems("history has one row for each").And.BeEquivalentTo(watcher.Calls.Select(c => c.Id).Distinct());

        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Who_comes_late_learns_the_calls_from_the_list(int seed)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var pbx = EmulatedPbx.Start(new EmulatedPbxOptions { Secret = $"late-{seed}", Seed = seed });
        // Two callers who withhold their numbers at the same time cannot be told apart by rows alone.
        var office = new RandomOffice(pbx, seed, withheld: false);
        var options = new CallMonitorOptions { Name = "main", Ami = new AmiOptions { Host = "127.0.0.1", Port = pbx.Port, Username = "phonepop", Secret = $"late-{seed}" } };
        for (var join = 0; join < 20; join++)
        {
            var story = Enumerable.Range(0, 8).Select(_ => office.Step()).ToList();
            var watcher = new Watcher();
            using var monitor = new CallMonitor(options, watcher, TimeProvider.System, NullLoggerFactory.Instance);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var running = monitor.RunAsync(stop.Token);
            var expected = CallTruth.WithoutHolds(CallTruth.Expected(pbx.Truth()));

            await watcher.UntilAsync(() => monitor.Status.State == PbxState.Connected && CallTruth.WithoutHolds(CallTruth.Shown(monitor.Calls)).SequenceEqual(expected), cancellationToken);

            CallTruth.WithoutHolds(CallTruth.Shown(monitor.Calls)).Should().Equal(expected, "seed {0}, join {1}, after {2}", seed, join, string.Join("; ", story));
            await stop.CancelAsync();
            await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Does one random thing that is possible now.</summary>
    private sealed class RandomOffice(EmulatedPbx pbx, int seed, bool withheld = true)
    {
        private readonly Random _random = new(seed);
        private int _numbers;

        public string Step()
        {
            while (true)
            {
                if (pbx.Calls.Count < 2 || (pbx.Calls.Count < 7 && _random.Next(3) == 0))
                {
                    return Begin();
                }

                if (Go(Pick(pbx.Calls)) is { } what)
                {
                    return what;
                }
            }
        }

        public void Close()
        {
            foreach (var call in pbx.Calls)
            {
                call.End();
            }
        }

        private string Begin()
        {
            var number = _random.Next(12) == 0 && withheld ? "anonymous" : $"7916{++_numbers:0000000}";
            var (one, other) = (Pick(Extensions), Pick(Extensions));
            switch (_random.Next(6))
            {
                case 0:
                    pbx.EnterQueue(number, "", "74951230200", "support");
                    return $"{number} enters the queue";
                case 1:
                    pbx.Outbound(one, $"8926{++_numbers:0000000}");
                    return $"{one} dials out";
                case 2 when one != other:
                    pbx.Internal(one, other);
                    return $"{one} calls {other}";
                case 3 when one != other:
                    pbx.Inbound(number, "", "74951230203", one, other);
                    return $"{number} rings {one} and {other}";
                default:
                    pbx.Inbound(number, "IVANOV", "74951230101", one);
                    return $"{number} rings {one}";
            }
        }

        private string? Go(SimCall call)
        {
            if (!call.IsTalking)
            {
                return Before(call);
            }

            var by = call.Operators.Count > 0 ? Pick(call.Operators) : null;
            var to = Pick(Extensions);
            switch (_random.Next(6))
            {
                case 0:
                    call.End();
                    return "somebody hangs up";
                case 1 when by is not null && !call.IsHeldBy(by):
                    call.Hold(by);
                    return $"{by} holds";
                case 2 when by is not null && call.IsHeldBy(by):
                    call.Unhold(by);
                    return $"{by} takes back";
                case 3 when by is not null && !call.Operators.Contains(to):
                    call.BlindTransfer(by, to);
                    return $"{by} transfers blindly to {to}";
                case 4 when call.Operators.Count == 1 && by != to && !call.IsHeldBy(by!):
                    pbx.Consult(call, by!, to);
                    return $"{by} holds and asks {to}";
                case 5 when by is not null && call.IsHeldBy(by) && Consultation(call, by) is { } asked:
                    call.CompleteTransfer(asked);
                    return $"{by} completes the transfer";
                default:
                    return null;
            }
        }

        private string? Before(SimCall call)
        {
            if (_random.Next(3) == 0)
            {
                call.End();
                return "the caller gives up";
            }

            if (call.Ringing.Count > 0 && _random.Next(4) == 0)
            {
                var who = Pick(call.Ringing);
                call.Reject(who, RejectReason.Busy);
                return $"{who} rejects";
            }

            if (call.Ringing.Count > 0)
            {
                var who = Pick(call.Ringing);
                call.Answer(who);
                return $"{who} answers";
            }

            return call.Operators.Count == 1 && call.TryAnswer(SimCall.Customer) ? "the customer answers" : null;
        }

        private SimCall? Consultation(SimCall call, string by) =>
            pbx.Calls.FirstOrDefault(c => c != call && c.IsTalking && c.Operators is [var from, var to] && from == by && to != by && !call.Operators.Contains(to));

        private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
    }

    private sealed class Watcher : ICallObserver
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
        private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private readonly Lock _lock = new();
        private readonly List<Call> _calls = [];

        public IReadOnlyList<Call> Calls
        {
            get
            {
                lock (_lock)
                {
                    return [.. _calls];
                }
            }
        }

        public void CallChanged(Call call)
        {
            lock (_lock)
            {
                _calls.Add(call);
            }

            _changed.Writer.TryWrite(true);
        }

        public void ConversationChanged(Conversation conversation)
        {
        }

        public void PbxChanged(PbxStatus status) => _changed.Writer.TryWrite(true);

        /// <summary>Looks at each change until it is so, or patience ends: then the caller's assertion says what is not.</summary>
        public async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                while (!condition())
                {
                    await _changed.Reader.ReadAsync(patience.Token);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
            }
        }
    }
}
