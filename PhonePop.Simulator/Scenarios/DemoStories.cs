namespace PhonePop.Simulator.Scenarios;

/// <summary>The stories behind the demo's buttons: unlike the others they wait for a person to answer.</summary>
internal static partial class DemoStories
{
    private const int TalkMinSeconds = 90;
    private const int TalkMaxSeconds = 150;

    public static async Task RingAsync(Stage stage, string number, string name, string extension, CancellationToken cancellationToken, int seconds = 25)
    {
        var call = stage.Pbx.Inbound(number, name, Stage.DidOf(extension), extension);
        if (await stage.RingOutAsync(call, cancellationToken, seconds).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, TalkMinSeconds, TalkMaxSeconds, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task QueueAsync(Stage stage, string number, string queue, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.EnterQueue(number, "", "74951230200", queue);
        if (await stage.RingOutAsync(call, cancellationToken).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, TalkMinSeconds, TalkMaxSeconds, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task BlindTransferAsync(Stage stage, string number, string from, string to, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(from), from);
        if (!await stage.AnswerAsync(call, from, cancellationToken, 1, 2).ConfigureAwait(false) ||
            !await stage.TalkAsync(call, 2, 3, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        call.BlindTransfer(from, to);
        if (await stage.RingOutAsync(call, cancellationToken).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, TalkMinSeconds, TalkMaxSeconds, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task AttendedTransferAsync(Stage stage, string number, string from, string to, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(from), from);
        if (!await stage.AnswerAsync(call, from, cancellationToken, 1, 2).ConfigureAwait(false) ||
            !await stage.TalkAsync(call, 2, 3, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var consultation = stage.Pbx.Consult(call, from, to);
        if (await stage.RingOutAsync(consultation, cancellationToken).ConfigureAwait(false) &&
            await stage.TalkAsync(consultation, 4, 6, cancellationToken).ConfigureAwait(false))
        {
            call.CompleteTransfer(consultation);
            await stage.TalkAndEndAsync(call, TalkMinSeconds, TalkMaxSeconds, cancellationToken).ConfigureAwait(false);
        }
        else if (!call.IsOver)
        {
            call.Unhold(from); // nobody took it: the colleague tells the customer so
            await stage.TalkAndEndAsync(call, 5, 10, cancellationToken).ConfigureAwait(false);
        }
    }
}
