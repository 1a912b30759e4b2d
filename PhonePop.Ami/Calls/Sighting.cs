using PhonePop.Ami.Channels;

namespace PhonePop.Ami.Calls;

/// <summary>What one look at the graph shows of one call of an extension.</summary>
internal record struct Sighting
{
    /// <summary>The operator's channel.</summary>
    public Channel Own;

    /// <summary>The far end; null while only its number is known (click-to-dial before anybody was dialled).</summary>
    public Endpoint? Far;

    /// <summary>The far party's number, or the colleague's extension; null when withheld.</summary>
    public string? Number;

    public string? Name;

    public PartyKind Kind;

    public CallPhase Phase;

    public CallDirection Direction;

    /// <summary>The endpoint that the call's id is made of.</summary>
    public Endpoint Base;

    /// <summary>Sightings of the same operator channel and far end say the same call twice (a bridge and a dial); the one with the hold mark counts.</summary>
    public readonly bool Beats(in Sighting other) =>
        Own == other.Own ? Phase == CallPhase.Held && other.Phase == CallPhase.Talking : Rank(Phase) > Rank(other.Phase);

    private static int Rank(CallPhase phase) => phase switch
    {
        CallPhase.Talking => 4,
        CallPhase.Held => 3,
        CallPhase.Dialing => 2,
        _ => 1,
    };
}
