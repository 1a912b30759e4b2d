using System.Text;
using AwesomeAssertions;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;
using PhonePop.Ami.Queues;
using PhonePop.Tests.Ami.Protocol;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Ami;

/// <summary>
/// What no server sends, made from what real ones sent. Bounded here; for hours with <c>CsCheck_Time=3600 ./test.sh --filter-class PhonePop.Tests.Ami.FuzzTests</c>.
/// A failing seed is printed: <c>CsCheck_Seed=…</c> runs it again.
/// </summary>
public sealed class FuzzTests
{
    private const int Runs = 150;
    private static readonly string[] Names = [.. Recordings.Names().Where(n => !Recordings.IsKept(n))];
    private static readonly Gen<(string Name, int Seed)> Cases = Gen.Select(Gen.Int[0, Names.Length - 1].Select(i => Names[i]), Gen.Int);

    // CsCheck takes the time from the environment only where no number of runs is given.
    private static int Iterations => Environment.GetEnvironmentVariable("CsCheck_Time") is null ? Runs : -1;

    [Fact]
    public void The_reader_delivers_every_good_event_whatever_stands_between_and_wherever_the_pieces_end() => Cases.Sample(
        c =>
        {
            var random = new Random(c.Seed);
            var good = Mutations.Messages(Recordings.Bytes(c.Name)).Take(300).Where(m => m.StartsWith("Event: ", StringComparison.Ordinal)).ToList();
            var dirty = string.Concat(good.Select(m => random.Next(4) == 0 ? Mutations.Garbage(random) + m : m));

            var delivered = Delivered(Encoding.Latin1.GetBytes(dirty), random);

            // What is garbage is counted, and is never taken for one of them.
            delivered.Should().Equal(good.Select(NameOf));
        },
        iter: Iterations, threads: 1);

    [Fact]
    public void The_model_survives_anything_and_forgets_every_call_when_the_PBX_says_that_there_is_none()
    {
        var told = 0;
        Cases.Sample(c => told += CallsOf(c.Name, new Random(c.Seed)), iter: Iterations, threads: 1);

        told.Should().BeGreaterThan(Runs, "otherwise nothing was tested");
    }

    private static int CallsOf(string name, Random random)
    {
        var watched = new Watched();
        var clock = new FakeTimeProvider(Some.Time);
        var model = new CallModel("main", new OperatorDevices(@"^\d{2,5}$"), clock, watched);
        AmiBanner.TryRead(Recordings.Bytes(name), out _, out var version).Should().BeTrue();
        model.Open(version);
        var queues = new QueueBook("main", new OperatorDevices(@"^\d{2,5}$"), static _ => { });
        var isListing = false;
        var messages = Mutations.Of(Mutations.Messages(Recordings.Bytes(name)), random);

        foreach (var text in messages)
        {
            var message = AmiMessage.Parse(Encoding.Latin1.GetBytes(text));
            switch (random.Next(200))
            {
                case 0 when !isListing:
                    model.BeginList(isFirst: false);
                    isListing = true;
                    break;
                case 0 when random.Next(2) == 0:
                    model.EndList();
                    isListing = false;
                    break;
                case 0:
                    model.AbandonList();
                    isListing = false;
                    break;
                case 1:
                    model.AbandonList(); // the connection breaks, and the next one begins
                    model.SetUncertain(true);
                    model.Open(version);
                    isListing = false;
                    break;
                case 2:
                    model.SetUncertain(random.Next(2) == 0);
                    break;
                case 3:
                    model.BelieveEvents();
                    queues.BeginList();
                    break;
                case 4:
                    queues.EndList();
                    break;
                case < 8:
                    model.ApplyOtherRow(message);
                    queues.ApplyRow(message);
                    break;
                case < 16 when isListing:
                    model.ApplyRow(message);
                    break;
                case < 26:
                    clock.Advance(TimeSpan.FromMilliseconds(random.Next(500)));
                    model.RunDeadlines();
                    break;
            }

            if (message.IsEvent && model.Wants(message.Event))
            {
                model.Apply(message);
            }
            else if (message.IsEvent && QueueBook.Wants(message.Event))
            {
                queues.Apply(message);
            }
        }

        model.AbandonList();
        model.ChannelCount.Should().BeLessThan(messages.Count);
        for (var i = 0; i < 3; i++) // a list that is empty once could be one that lies
        {
            model.BeginList(isFirst: false);
            model.EndList();
            clock.Advance(CallBook.TornFor + TimeSpan.FromSeconds(1));
            model.RunDeadlines();
        }

        (model.ChannelCount, model.Calls.Count, model.Conversations.Count).Should().Be((0, 0, 0));
        watched.Open.Should().BeEmpty("each call that was told of has been told to have ended");
        watched.EndedAgain.Should().BeEmpty("a call ends once");
        return watched.Told;
    }

    private static List<string> Delivered(byte[] bytes, Random random)
    {
        var handler = new NameKeeper();
        var dispatcher = new MessageDispatcher(handler, new PendingActions(), NullLogger.Instance);
        var reader = new AmiMessageReader(1024 * 1024);
        int start = 0, end = 0;
        while (end < bytes.Length)
        {
            end = Math.Min(bytes.Length, end + 1 + random.Next(2000));
            while (reader.TryRead(bytes.AsSpan(start, end - start), out var length))
            {
                dispatcher.Dispatch(bytes, start, length, 0);
                start += length;
            }
        }

        dispatcher.HandlerFailures.Should().Be(0);
        return handler.All;
    }

    private static string NameOf(string message) => message["Event: ".Length..message.IndexOf('\r', StringComparison.Ordinal)];

    private sealed class NameKeeper : IAmiMessageHandler
    {
        public List<string> All { get; } = [];

        public void OnOpened(AmiVersion version)
        {
        }

        public bool Wants(ReadOnlySpan<byte> eventName) => true;

        public void OnEvent(AmiMessage message) => All.Add(Encoding.Latin1.GetString(message.Event));

        public void OnBatchEnd(long receivedAt)
        {
        }

        public void OnClosed(Exception reason)
        {
        }
    }

    private sealed class Watched : ICallObserver
    {
        private readonly HashSet<string> _ended = [];

        public int Told { get; private set; }

        public HashSet<string> Open { get; } = [];

        public List<string> EndedAgain { get; } = [];

        public void CallChanged(Call call)
        {
            Told++;
            if (call.Phase != CallPhase.Ended)
            {
                Open.Add(call.Id);
                _ended.Remove(call.Id);
                return;
            }

            Open.Remove(call.Id);
            if (call.IsFinal && !_ended.Add(call.Id))
            {
                EndedAgain.Add(call.Id);
            }
        }

        public void ConversationChanged(Conversation conversation)
        {
        }

        public void PbxChanged(PbxStatus status)
        {
        }
    }
}
