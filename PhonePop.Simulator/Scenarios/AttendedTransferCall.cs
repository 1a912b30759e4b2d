namespace PhonePop.Simulator.Scenarios;

/// <summary>An operator answers, asks a colleague with the customer on hold, and hands the customer over.</summary>
internal static class AttendedTransferCall
{
    public static async Task PlayAsync(Stage stage, string number, string from, string to, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(from), from);
        if (!await stage.AnswerAsync(call, from, cancellationToken).ConfigureAwait(false) ||
            !await stage.TalkAsync(call, 4, 10, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var consultation = stage.Pbx.Consult(call, from, to);
        if (await stage.AnswerAsync(consultation, to, cancellationToken).ConfigureAwait(false) &&
            await stage.TalkAsync(consultation, 4, 10, cancellationToken).ConfigureAwait(false))
        {
            call.CompleteTransfer(consultation);
        }

        await stage.TalkAndEndAsync(call, 15, 40, cancellationToken).ConfigureAwait(false);
    }
}
