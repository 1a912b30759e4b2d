namespace PhonePop.Simulator.Scenarios;

/// <summary>An operator calls a customer, who answers or is busy.</summary>
internal static class OutboundCall
{
    public static async Task PlayAsync(Stage stage, string number, string extension, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Outbound(extension, number);
        await stage.TalkAsync(call, 4, 9, cancellationToken).ConfigureAwait(false);
        if (stage.Chance(0.2) && !call.IsOver)
        {
            call.Reject(Pbx.SimCall.Customer);
        }
        else if (call.TryAnswer(Pbx.SimCall.Customer))
        {
            await stage.TalkAndEndAsync(call, 10, 40, cancellationToken).ConfigureAwait(false);
        }
    }
}
