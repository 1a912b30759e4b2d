namespace PhonePop.Simulator.Scenarios;

/// <summary>A customer calls a line that rings several phones at once; one answers.</summary>
internal static class RingGroupCall
{
    public static async Task PlayAsync(Stage stage, string number, string extension, string other, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", "74951230202", extension, other);
        if (await stage.AnswerAsync(call, extension, cancellationToken).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, 15, 45, cancellationToken).ConfigureAwait(false);
        }
    }
}
