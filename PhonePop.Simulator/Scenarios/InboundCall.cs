namespace PhonePop.Simulator.Scenarios;

/// <summary>A customer calls an operator's line, is answered, and one of them hangs up.</summary>
internal static class InboundCall
{
    public static async Task PlayAsync(Stage stage, string number, string extension, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(extension), extension);
        if (await stage.AnswerAsync(call, extension, cancellationToken).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, 15, 45, cancellationToken).ConfigureAwait(false);
        }
    }
}
