namespace PhonePop.Simulator.Scenarios;

/// <summary>A customer calls, nobody answers, the customer gives up.</summary>
internal static class MissedCall
{
    public static async Task PlayAsync(Stage stage, string number, string extension, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(extension), extension);
        if (await stage.RingOutAsync(call, cancellationToken, seconds: 12).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, 15, 45, cancellationToken).ConfigureAwait(false);
        }
    }
}
