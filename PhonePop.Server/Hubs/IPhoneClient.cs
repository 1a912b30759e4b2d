using PhonePop.Server.Live;
using PhonePop.Server.Personal;
using PhonePop.Server.Presence;

namespace PhonePop.Server.Hubs;

/// <summary>What the hub says to its clients.</summary>
public interface IPhoneClient
{
    /// <summary>All current calls that the client may see: replaces what it has.</summary>
    Task Snapshot(IReadOnlyList<CallDto> calls);

    /// <summary>A call is new or has changed.</summary>
    Task CallChanged(CallDto call);

    /// <summary>To supervisors: the link to a PBX has changed.</summary>
    Task PbxChanged(PbxDto pbx);

    /// <summary>To supervisors: a conversation is new or has changed.</summary>
    Task ConversationChanged(ConversationDto conversation);

    /// <summary>To supervisors: an operator stands otherwise.</summary>
    Task OperatorChanged(OperatorPresence presence);

    /// <summary>How calls reach this user: before the first snapshot, and whenever it changes.</summary>
    Task Settings(PersonalSettingsDto settings);

    /// <summary>The user has opened the card of this call in another browser: its pop is done with here, too.</summary>
    Task Opened(string callId);

    /// <summary>A supervisor sends a pop to see whether it arrives: shown as a call would be, and acknowledged by <c>TestShown</c>.</summary>
    Task TestPop(string testId);
}
