namespace PhonePop.Simulator.Scenarios;

/// <summary>An operator calls a colleague; no customer takes part.</summary>
internal static class InternalCall
{
    public static async Task PlayAsync(Stage stage, string from, string to, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Internal(from, to);
        if (await stage.AnswerAsync(call, to, cancellationToken).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, 8, 25, cancellationToken).ConfigureAwait(false);
        }
    }
}
