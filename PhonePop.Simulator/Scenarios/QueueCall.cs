namespace PhonePop.Simulator.Scenarios;

/// <summary>A customer calls a queue, all free members ring, one answers; with nobody free the customer gives up.</summary>
internal static class QueueCall
{
    public static async Task PlayAsync(Stage stage, string number, string queue, string extension, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.EnterQueue(number, "", "74951230200", queue);
        if (await stage.AnswerAsync(call, extension, cancellationToken).ConfigureAwait(false) ||
            await stage.RingOutAsync(call, cancellationToken).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, 15, 45, cancellationToken).ConfigureAwait(false);
        }
    }
}
