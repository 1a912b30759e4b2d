using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>What a conversation looks like now, made without allocating what has not changed.</summary>
internal sealed class ConversationPicture
{
    [ThreadStatic]
    private static ConversationPicture? _scratch;

    public List<Participant> Participants { get; } = [];

    public ConversationState State { get; private set; }

    public string? Queue { get; private set; }

    public string? ParkingSpace { get; private set; }

    /// <summary>A lone phone that talks to nobody, or a line that is only being set up.</summary>
    public bool IsHalf { get; private set; }

    /// <summary>Null when there is nobody to show. Valid until the next call on this thread.</summary>
    public static ConversationPicture? Of(ConversationEntry entry, CallBook calls)
    {
        var picture = _scratch ??= new ConversationPicture();
        picture.Draw(entry, calls);
        return picture.Participants.Count == 0 ? null : picture;
    }

    /// <summary>True when readers have been told exactly this.</summary>
    public bool IsShownBy(Conversation last, bool uncertain) =>
        last.State == State && last.Queue == Queue && last.ParkingSpace == ParkingSpace && last.Uncertain == uncertain && IsSame(last.Participants);

    private bool IsSame(IReadOnlyList<Participant> shown)
    {
        var isSame = shown.Count == Participants.Count;
        for (var i = 0; i < Participants.Count && isSame; i++)
        {
            isSame = shown[i] == Participants[i];
        }

        return isSame;
    }

    private void Draw(ConversationEntry entry, CallBook calls)
    {
        Participants.Clear();
        (Queue, ParkingSpace) = (null, null);
        var phases = 0;
        foreach (var channel in entry.Members)
        {
            if (channel.Kind == ChannelKind.Operator)
            {
                phases |= Add(entry, channel, calls);
            }
        }

        State = HasPhase(phases, CallPhase.Talking) ? ConversationState.Talking
            : HasPhase(phases, CallPhase.Held) ? ConversationState.Held
            : HasPhase(phases, CallPhase.Ringing) ? ConversationState.Ringing
            : HasPhase(phases, CallPhase.Dialing) ? ConversationState.Dialing
            : ConversationState.Waiting;
        IsHalf = Participants.Count <= 1 && State is not (ConversationState.Ringing or ConversationState.Dialing);
        var outside = 0;
        foreach (var channel in entry.Members)
        {
            if (channel.Kind == ChannelKind.Trunk)
            {
                IsHalf &= channel.State == ChannelState.Down;
                AddOutside(entry, channel.Endpoint, outside++);
            }
        }

        if (ParkingSpace is not null && phases == 0)
        {
            State = ConversationState.Parked;
        }
    }

    private int Add(ConversationEntry entry, Channel channel, CallBook calls)
    {
        foreach (var call in calls.CallsOf(channel.Extension!))
        {
            if (call.Own == channel.Endpoint && !call.HasEnded)
            {
                var last = call.Last;
                Add(entry, Participants.Count, PartyKind.Internal, channel.Extension!, null, last.Phase, last.AnsweredAt ?? last.StartedAt);
                return 1 << (int)last.Phase;
            }
        }

        return 0;
    }

    private void AddOutside(ConversationEntry entry, Endpoint endpoint, int index)
    {
        Queue ??= endpoint.Queue;
        ParkingSpace ??= endpoint.ParkingSpace;
        var phase = State switch
        {
            ConversationState.Talking => CallPhase.Talking,
            ConversationState.Held => CallPhase.Held,
            ConversationState.Dialing => CallPhase.Ringing, // it is the outside phone that rings
            _ => CallPhase.Dialing,
        };
        var anonymous = PartyText.IsAnonymous(endpoint.Number);
        Add(entry, index, anonymous ? PartyKind.Anonymous : PartyKind.External, anonymous ? "" : endpoint.Number!, endpoint.Name, phase, endpoint.StartedAt);
    }

    // A participant that readers know already is used again as it is.
    private void Add(ConversationEntry entry, int index, PartyKind kind, string number, string? name, CallPhase phase, DateTimeOffset since)
    {
        var shown = entry.Last?.Participants ?? [];
        for (var i = 0; i < shown.Count; i++)
        {
            var known = shown[i];
            if (known.Phase == phase && known.Since == since && known.Party.Kind == kind && known.Party.Number == number && known.Party.Name == name)
            {
                Participants.Insert(index, known);
                return;
            }
        }

        Participants.Insert(index, new Participant(new CallParty(kind, number, name), phase, since));
    }

    private static bool HasPhase(int phases, CallPhase phase) => (phases & (1 << (int)phase)) != 0;
}
