using PhonePop.Ami.Calls;

namespace PhonePop.Tests.Support;

/// <summary>Calls as a PBX would tell them.</summary>
public static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    public static Call Call(string extension = "101", string number = "79161234567", string? id = null, CallPhase phase = CallPhase.Ringing) => new()
    {
        Id = id ?? $"main:1764000000.12:{extension}",
        Pbx = "main",
        Extension = extension,
        ConversationId = "main:1764000000.12",
        Phase = phase,
        Direction = CallDirection.Inbound,
        Party = new CallParty(PartyKind.External, number, "IVANOV"),
        Queue = "support",
        StartedAt = Time,
    };

    public static Call Answered(this Call call) => call with { Phase = CallPhase.Talking, AnsweredAt = Time.AddSeconds(5) };

    public static Call Final(this Call call, CallOutcome outcome = CallOutcome.Answered) =>
        call with { Phase = CallPhase.Ended, EndedAt = Time.AddMinutes(1), Outcome = outcome, IsFinal = true };

    public static Conversation Conversation(string id = "main:1764000000.12") => new()
    {
        Id = id,
        Pbx = "main",
        State = ConversationState.Ringing,
        Participants = [new Participant(new CallParty(PartyKind.External, "79161234567", "IVANOV"), CallPhase.Dialing, Time), new Participant(new CallParty(PartyKind.Internal, "101"), CallPhase.Ringing, Time)],
        StartedAt = Time,
    };

    public static PbxStatus Pbx(string name = "main") => new() { Name = name, State = PbxState.Connected, Since = Time, Version = "22.10.1", Address = "127.0.0.1:5038" };
}
