namespace PhonePop.Simulator.Scenarios;

/// <summary>A caller who withholds the number.</summary>
internal static class WithheldCall
{
    public static async Task PlayAsync(Stage stage, string extension, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound("anonymous", "Anonymous", Stage.DidOf(extension), extension);
        if (await stage.AnswerAsync(call, extension, cancellationToken).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, 10, 30, cancellationToken).ConfigureAwait(false);
        }
    }
}
