namespace PhonePop.Simulator.Scenarios;

/// <summary>While an operator talks, another customer calls the same phone and gives up.</summary>
internal static class SecondCall
{
    public static async Task PlayAsync(Stage stage, string number, string secondNumber, string extension, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(extension), extension);
        if (!await stage.AnswerAsync(call, extension, cancellationToken).ConfigureAwait(false) ||
            !await stage.TalkAsync(call, 5, 10, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await MissedCall.PlayAsync(stage, secondNumber, extension, cancellationToken).ConfigureAwait(false);
        await stage.TalkAndEndAsync(call, 3, 15, cancellationToken).ConfigureAwait(false);
    }
}
