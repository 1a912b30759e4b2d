namespace PhonePop.Simulator.Scenarios;

/// <summary>An operator answers and sends the customer to a colleague, who answers.</summary>
internal static class BlindTransferCall
{
    public static async Task PlayAsync(Stage stage, string number, string from, string to, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(from), from);
        if (!await stage.AnswerAsync(call, from, cancellationToken).ConfigureAwait(false) ||
            !await stage.TalkAsync(call, 4, 10, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        call.BlindTransfer(from, to);
        if (await stage.AnswerAsync(call, to, cancellationToken).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, 15, 40, cancellationToken).ConfigureAwait(false);
        }
    }
}
