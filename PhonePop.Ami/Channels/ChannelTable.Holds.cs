namespace PhonePop.Ami.Channels;

/// <summary>
/// Holds that began, or ended, while nobody listened. No list tells of them, but Asterisk can be asked of a channel whether it is on hold: then the other
/// one in its bridge is who holds. Of more than two nobody can say who it was, and they are left as they are.
/// </summary>
internal sealed partial class ChannelTable
{
    /// <summary>The channels to ask of, and who has put them on hold if they are.</summary>
    public List<HoldQuestion> HoldQuestions()
    {
        List<HoldQuestion> questions = [];
        foreach (var channel in _channels.Values)
        {
            if (Partner(channel) is { } partner && !IsHoldTold(partner))
            {
                questions.Add(new HoldQuestion(channel, partner));
            }
        }

        return questions;
    }

    /// <summary>The PBX has answered. What an event of this session told is newer, and who has another partner since tells nothing.</summary>
    public void AnswerHold(in HoldQuestion question, bool isOnHold)
    {
        var (channel, partner) = question;
        if (isOnHold == partner.Holds || Partner(channel) != partner || IsHoldTold(partner))
        {
            return;
        }

        if (isOnHold)
        {
            Hold(partner);
        }
        else
        {
            Unhold(partner);
        }
    }

    private bool IsHoldTold(Channel channel) => channel.HoldEpoch >= _sessionEpoch;

    // The other one of exactly two. It may be half a Local channel that is asked: one that stays plays the music itself, and who is behind it hears no hold.
    private static Channel? Partner(Channel channel)
    {
        if (channel is not { IsGone: false, Kind: not ChannelKind.Service, Bridge: { IsHolding: false, Members: [var one, var two] } })
        {
            return null;
        }

        var other = one == channel ? two : one;
        return IsEnd(other) ? other : null;
    }

    private static bool IsEnd(Channel channel) => channel is { IsGone: false, IsUp: true, Kind: ChannelKind.Operator or ChannelKind.Trunk };
}

/// <summary>Is this channel on hold? Then it was the other one who did that.</summary>
internal readonly record struct HoldQuestion(Channel Channel, Channel By);
