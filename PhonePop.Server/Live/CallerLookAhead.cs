using System.Threading.Channels;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;

namespace PhonePop.Server.Live;

/// <summary>
/// Looks up who waits in a voice menu, a queue or a parking space, so that the ring brings the name with it, however slow another system is. It only fills the memories
/// of those whom a ring asks: whoever rings without having waited is looked up by the ring.
/// </summary>
internal sealed class CallerLookAhead(ConversationBoard conversations, CustomerMatcher matcher, PhoneNumberReader numbers, ILogger<CallerLookAhead> logger) : BackgroundService
{
    private const int Lookers = 8; // as many callers at once may wait for another system's answer; the next ones' rings ask by themselves
    private const int MostWaiting = 1_000;

    private readonly Channel<string> _callers = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleWriter = true });
    private readonly Dictionary<string, string> _asked = new(StringComparer.Ordinal); // the number by conversation: its callers are asked for once, though they wait for long

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (waiting, changes) = conversations.Subscribe(TimeSpan.Zero, stoppingToken);
        foreach (var conversation in waiting)
        {
            Take(conversation);
        }

        await Task.WhenAll([changes.FollowAsync(Take, logger, stoppingToken), .. Enumerable.Range(0, Lookers).Select(_ => LookUpAsync(stoppingToken))]);
    }

    private void Take(Conversation conversation)
    {
        if (conversation.State == ConversationState.Ended)
        {
            _asked.Remove(conversation.Id);
        }
        else if (conversation.State is ConversationState.Waiting or ConversationState.Parked
            && conversation.Participants is [{ Party: { Kind: PartyKind.External, Number: { Length: > 0 } number } }, ..]
            && _asked.GetValueOrDefault(conversation.Id) != number)
        {
            _asked[conversation.Id] = number;
            _callers.Writer.TryWrite(number);
        }
    }

    private async Task LookUpAsync(CancellationToken cancellationToken)
    {
        await foreach (var number in _callers.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                numbers.Display(number);
                await matcher.FindAsync(numbers.Read(number), cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LiveLog.LookAheadFailed(logger, e);
            }
        }
    }
}
