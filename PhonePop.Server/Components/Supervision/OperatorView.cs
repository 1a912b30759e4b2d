using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Server.Presence;

namespace PhonePop.Server.Components.Supervision;

/// <summary>An operator on the board: one tile. Immutable; a change is another object, so that a tile knows whether it must be drawn again.</summary>
/// <param name="Pbx">The PBX of the phone.</param>
/// <param name="Extension">The phone.</param>
/// <param name="Name">Who sits there; null: a phone that nobody is registered for.</param>
/// <param name="Presence">How they stand, or null: nobody signs in there.</param>
/// <param name="Calls">Their calls that go on: the one that is talked in first.</param>
/// <param name="Day">What they did today, or null: nothing yet.</param>
/// <param name="Reach">Whether a call would reach them, or null: nobody signs in there.</param>
public sealed record OperatorView(
    string Pbx, string Extension, string? Name, OperatorPresence? Presence, IReadOnlyList<LiveCall> Calls, OperatorDay? Day, ReachLevel? Reach)
{
    /// <summary>The phone, as one text.</summary>
    public string Id { get; } = $"{Pbx}/{Extension}";

    /// <summary>What is read first.</summary>
    public string Title => Name is { Length: > 0 } name ? name : Extension;

    /// <summary>Where a filter finds them.</summary>
    public OperatorGroup Group =>
        Calls.Count > 0 || Presence?.State == PresenceState.OnCall ? OperatorGroup.OnCall
        : Presence?.State == PresenceState.Available ? OperatorGroup.Free
        : OperatorGroup.Away;

    /// <summary>Orders calls by how much they occupy somebody.</summary>
    public static IReadOnlyList<LiveCall> Ordered(IEnumerable<LiveCall> calls) =>
        [.. calls.OrderBy(c => c.Call.Phase switch { CallPhase.Talking => 0, CallPhase.Ringing => 1, CallPhase.Dialing => 2, _ => 3 }).ThenBy(c => c.Call.StartedAt)];
}

/// <summary>What the board can be narrowed to.</summary>
public enum OperatorGroup
{
    /// <summary>On a call, rung or dialling.</summary>
    OnCall,

    /// <summary>Free for calls.</summary>
    Free,

    /// <summary>Anything else: busy, away, writing up a call, offline.</summary>
    Away,
}
