namespace PhonePop.Simulator.Scenarios;

/// <summary>A customer is put on hold for a while and taken back.</summary>
internal static class HoldCall
{
    public static async Task PlayAsync(Stage stage, string number, string extension, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(extension), extension);
        if (!await stage.AnswerAsync(call, extension, cancellationToken).ConfigureAwait(false) ||
            !await stage.TalkAsync(call, 5, 15, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        call.Hold(extension);
        if (await stage.TalkAsync(call, 5, 12, cancellationToken).ConfigureAwait(false))
        {
            call.Unhold(extension);
            await stage.TalkAndEndAsync(call, 5, 20, cancellationToken).ConfigureAwait(false);
        }
    }
}
