using PhonePop.Simulator.Wire;

namespace PhonePop.Simulator.Pbx.Dialects;

/// <summary>
/// How one version of Asterisk tells what happens. The switch changes its state and then calls the method of that step; a version that
/// says nothing of a step does nothing. Rows of lists differ too.
/// </summary>
/// <param name="tell">Sends an event of a class to all who want it.</param>
internal abstract class Dialect(Action<string, AmiText> tell)
{
    public abstract AsteriskRelease Release { get; }

    /// <summary>What CoreSettings answers.</summary>
    public abstract string AsteriskVersion { get; }

    /// <summary>What stands in the banner.</summary>
    public abstract string AmiVersion { get; }

    /// <summary>What device names start with, without the slash.</summary>
    public virtual string Technology => "SIP";

    /// <summary>Asterisk 11: links in pairs, masquerades, and a Dial that ends once.</summary>
    public bool IsClassic => Release == AsteriskRelease.Asterisk11;

    /// <summary>The extension of a phone that is rung without a dialplan.</summary>
    public virtual string ExtenOfUncalled => "s";

    /// <summary>13 stops the music of a transferred party after its move to the new bridge, 22 before.</summary>
    public virtual bool StopsMusicAfterMove => false;

    /// <summary>A channel that calls in is announced before it has its state.</summary>
    public virtual bool BeginsDown => true;

    /// <summary>Why a caller ends who gives up before the answer, and the phones that rang for it.</summary>
    public virtual (HangupCause Caller, HangupCause Phones) GivenUp => (HangupCause.Unknown, HangupCause.Normal);

    /// <summary>The same in a queue.</summary>
    public virtual (HangupCause Caller, HangupCause Phones) Abandoned => (HangupCause.Unknown, HangupCause.Normal);

    public static Dialect Of(AsteriskRelease release, bool eventWhenCalled, Action<string, AmiText> tell) => release switch
    {
        AsteriskRelease.Asterisk11 => new ClassicDialect(eventWhenCalled, tell),
        AsteriskRelease.Asterisk13 => new Modern13Dialect(tell),
        AsteriskRelease.Asterisk22 => new ModernDialect(tell),
        _ => throw new ArgumentOutOfRangeException(nameof(release)),
    };

    /// <summary>How Dial names an outside number.</summary>
    public virtual string OutsideDialString(string trunk, string number) => $"{trunk}/{number}";

    /// <summary>What Dial makes of a refusal.</summary>
    public abstract string StatusOf(RejectReason reason);

    public abstract void Began(SimChannel channel);

    public abstract void StateChanged(SimChannel channel);

    public abstract void CallerIdChanged(SimChannel channel);

    public abstract void ConnectedChanged(SimChannel channel);

    /// <param name="caller">Null: an Originate.</param>
    /// <param name="dialled">Whom it calls.</param>
    /// <param name="dialString">The device or number, as Dial writes it.</param>
    public abstract void DialBegan(SimChannel? caller, SimChannel dialled, string dialString);

    public abstract void Rings(SimChannel? caller, SimChannel dialled);

    /// <summary>Asterisk 12 and later: one dialled channel is no longer dialled.</summary>
    public abstract void DialEnded(SimChannel? caller, SimChannel dialled, string status);

    /// <summary>Asterisk 11: the whole Dial is over, after its phones have gone.</summary>
    public abstract void DialOver(SimChannel caller, string status);

    public abstract void BridgeCreated(SimBridge bridge);

    /// <summary>After the channel has become a member.</summary>
    public abstract void Entered(SimChannel channel, SimBridge bridge, SimChannel? swap);

    /// <summary>After the channel has ceased to be the member at this position.</summary>
    public abstract void Left(SimChannel channel, SimBridge bridge, int position);

    public abstract void BridgeDestroyed(SimBridge bridge);

    public abstract void Held(SimChannel channel);

    public abstract void Unheld(SimChannel channel);

    public abstract void MusicStarted(SimChannel channel);

    public abstract void MusicStopped(SimChannel channel);

    public abstract void HangupRequested(SimChannel channel, HangupCause? cause);

    public abstract void SoftHangup(SimChannel channel, int cause, int? techCause);

    public abstract void HungUp(SimChannel channel, HangupCause cause);

    public abstract void QueueJoined(SimChannel caller, SimQueue queue);

    public abstract void QueueLeft(SimChannel caller, SimQueue queue, int position);

    public abstract void QueueAbandoned(SimChannel caller, SimQueue queue, int position, int holdSeconds);

    /// <summary>A member's phone has another state.</summary>
    public virtual void MemberChanged(SimQueue queue, string device, string name, int status, SimMember member)
    {
    }

    /// <summary>A member does not want calls of this queue for a while, or wants them again.</summary>
    public abstract void MemberPaused(SimQueue queue, string device, string name, int status, SimMember member);

    /// <summary>A member's phone is about to ring; the method sets what the leg knows of the caller, at its own moment.</summary>
    public abstract void AgentCalled(SimChannel caller, SimChannel member, SimQueue queue);

    public abstract void AgentConnected(SimChannel caller, SimChannel member, SimQueue queue, int holdSeconds);

    public abstract void AgentCompleted(SimChannel caller, SimChannel member, SimQueue queue, int holdSeconds, int talkSeconds, string reason);

    /// <summary>Called before anybody has moved.</summary>
    /// <returns>What tells it.</returns>
    public abstract Action BlindTransferring(SimChannel transferer, SimChannel transferee, string extension);

    /// <summary>By ##: 11 says nothing of it.</summary>
    public abstract void BlindTransferredByCode(SimChannel transferer, SimChannel transferee, string extension);

    /// <summary>Asterisk 11 tells a REFER to the parking extension before it parks.</summary>
    public virtual void TransferredToParking(SimChannel transferer, SimChannel transferee)
    {
    }

    /// <summary>Called before anybody has moved.</summary>
    /// <returns>What is told after the move.</returns>
    public abstract Action AttendedTransferred(SimChannel original, SimChannel second, SimChannel transferee, SimChannel target);

    /// <summary>Asterisk 11: one channel is about to take another's place, see <see cref="Switch.Masquerade"/>.</summary>
    public virtual void Masquerading(SimChannel clone, SimChannel original)
    {
    }

    /// <summary>Asterisk 11 says so of channels that begin to talk, or that an Originate makes.</summary>
    public virtual void AccountChanged(SimChannel channel)
    {
    }

    /// <summary>Asterisk 11: a link is said to end and to stand again, when a Local channel is about to go.</summary>
    public virtual void LinkFlapped(SimChannel caller, SimChannel dialled)
    {
    }

    public abstract void LocalBridged(SimChannel one, SimChannel two, string exten, bool optimizes);

    public virtual void OptimizationBegan(SimChannel one, SimChannel two, SimChannel source, int id)
    {
    }

    public virtual void OptimizationEnded(SimChannel one, SimChannel two, int id)
    {
    }

    /// <summary>As <see cref="AttendedTransferred"/>, while the target rings.</summary>
    public abstract Action AttendedTransferredRinging(SimChannel original, SimChannel second, SimChannel transferee, SimChannel target);

    /// <summary>The phone that one channel dialled is dialled by another from now on. 13 tells that as an end and a beginning.</summary>
    public virtual void DialMoved(SimChannel from, SimChannel to, SimChannel dialled)
    {
    }

    /// <summary>A dialled phone sent the call elsewhere.</summary>
    public virtual void DialForwarded(SimChannel caller, SimChannel dialled, string to)
    {
    }

    public virtual void BridgesMerged(SimBridge to, SimBridge from)
    {
    }

    public abstract void PickedUp(SimChannel picker, SimChannel picked);

    public abstract void Parked(SimChannel parkee, SimChannel parker, string space);

    public abstract void Unparked(SimChannel parkee, SimChannel parker, SimChannel retriever, string space);

    public abstract void ParkingTimedOut(SimChannel parkee, SimChannel parker, string space);

    public abstract void ParkedGaveUp(SimChannel parkee, SimChannel parker, string space);

    public abstract void AgentDidNotAnswer(SimChannel caller, SimChannel member, SimQueue queue, int ringSeconds);

    public abstract void ConferenceStarted(SimChannel first, SimBridge room);

    public abstract void ConferenceJoined(SimChannel channel, SimBridge room);

    public abstract void ConferenceLeft(SimChannel channel, SimBridge room);

    public abstract void ConferenceEnded(SimChannel last, SimBridge room);

    public abstract void SpyStarted(SimChannel spy, SimChannel on);

    public abstract void SpyStopped(SimChannel spy);

    /// <summary>A variable was set: what most of a real server's events say.</summary>
    public abstract void VariableSet(SimChannel channel, string name, string value);

    public abstract AmiText ChannelRow(string actionId, SimChannel channel, TimeSpan duration);

    public virtual AmiText ListEnd(string name, string actionId, int items) => AmiText.ListEnd(name, actionId, items);

    protected void Tell(AmiText text, string privilege = "call") => tell(privilege, text);
}
