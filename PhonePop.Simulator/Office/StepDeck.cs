namespace PhonePop.Simulator.Office;

/// <summary>How often each kind of step is drawn: one card for each share. What ends calls is rarer than what they live through.</summary>
internal static class StepDeck
{
    /// <summary>What happens in any office.</summary>
    public static IReadOnlyList<StepKind> Office { get; } = Cards(
        (StepKind.Inbound, 8), (StepKind.RingGroup, 4), (StepKind.Queue, 4), (StepKind.Internal, 3), (StepKind.Outbound, 4),
        (StepKind.Answer, 18), (StepKind.Reject, 4), (StepKind.HangUp, 6), (StepKind.Hold, 6), (StepKind.Unhold, 5),
        (StepKind.BlindTransfer, 7), (StepKind.Consult, 8), (StepKind.Complete, 7),
        (StepKind.TransferOrReturn, 2), (StepKind.TransferByCode, 3), (StepKind.ConsultByCode, 4), (StepKind.Locals, 3), (StepKind.Menu, 2), (StepKind.Choose, 2),
        (StepKind.Click, 3), (StepKind.Park, 4), (StepKind.Retrieve, 3), (StepKind.ParkingTimeout, 1), (StepKind.PickUp, 3), (StepKind.Deflect, 3),
        (StepKind.RingTimeout, 2), (StepKind.RingAgain, 2), (StepKind.Conference, 3), (StepKind.Spy, 1));

    /// <summary>What lists go through while calls are changing.</summary>
    public static IReadOnlyList<StepKind> Lists { get; } = Cards((StepKind.List, 6), (StepKind.Join, 1), (StepKind.StuckList, 1));

    /// <summary>Quiet moments, where events alone do not tell the truth.</summary>
    public static IReadOnlyList<StepKind> Quiet { get; } = Cards((StepKind.Quiet, 14));

    /// <summary>Ways for a connection to end.</summary>
    public static IReadOnlyList<StepKind> Breaks { get; } = Cards((StepKind.Drop, 4), (StepKind.Crash, 2), (StepKind.Restart, 2), (StepKind.StuckList, 1));

    /// <summary>Draws a step.</summary>
    public static OfficeStep Draw(this Random random, IReadOnlyList<StepKind> deck) =>
        new(deck[random.Next(deck.Count)], random.Next(100), random.Next(100), random.Next(100));

    private static StepKind[] Cards(params (StepKind Kind, int Count)[] cards) => [.. cards.SelectMany(c => Enumerable.Repeat(c.Kind, c.Count))];
}
