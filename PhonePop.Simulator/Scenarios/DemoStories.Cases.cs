using PhonePop.Simulator.Pbx;

namespace PhonePop.Simulator.Scenarios;

// The cases that other products get wrong.
internal static partial class DemoStories
{
    public static async Task QuickerColleagueAsync(Stage stage, string number, string extension, string colleague, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", "74951230202", extension, colleague);
        if (await stage.AnswerAsync(call, colleague, cancellationToken, 5, 7).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, 20, 40, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task QueueAgainAsync(Stage stage, string number, string queue, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.EnterQueue(number, "", "74951230200", queue);
        if (!await stage.RingAWhileAsync(call, 6, cancellationToken).ConfigureAwait(false))
        {
            if (call.Ringing.Count > 0)
            {
                call.RingTimesOut();
            }

            await stage.PauseAsync(3, 4, cancellationToken).ConfigureAwait(false);
            call.RingMembers();
        }

        await RingOutAndTalkAsync(stage, call, cancellationToken).ConfigureAwait(false);
    }

    public static async Task RingingTransferAsync(Stage stage, string number, string from, string to, CancellationToken cancellationToken)
    {
        if (await AnsweredAsync(stage, number, from, cancellationToken).ConfigureAwait(false) is not { } call)
        {
            return;
        }

        var consultation = stage.Pbx.Consult(call, from, to);
        await stage.RingAWhileAsync(consultation, 4, cancellationToken).ConfigureAwait(false);
        call.CompleteTransfer(consultation);
        await RingOutAndTalkAsync(stage, call, cancellationToken).ConfigureAwait(false);
    }

    public static async Task CodeTransferAsync(Stage stage, string number, string from, string to, CancellationToken cancellationToken)
    {
        if (await AnsweredAsync(stage, number, from, cancellationToken).ConfigureAwait(false) is not { } call)
        {
            return;
        }

        var consultation = stage.Pbx.ConsultByCode(call, from, to);
        if (await stage.RingOutAsync(consultation, cancellationToken).ConfigureAwait(false) &&
            await stage.TalkAsync(consultation, 4, 6, cancellationToken).ConfigureAwait(false))
        {
            call.CompleteTransfer(consultation);
        }

        await stage.TalkAndEndAsync(call, 30, 60, cancellationToken).ConfigureAwait(false);
    }

    public static async Task DeflectAsync(Stage stage, string number, string from, string to, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(from), from);
        if (!await stage.RingAWhileAsync(call, 2, cancellationToken).ConfigureAwait(false))
        {
            call.Deflect(from, to);
        }

        await RingOutAndTalkAsync(stage, call, cancellationToken).ConfigureAwait(false);
    }

    public static async Task PickedUpAsync(Stage stage, string number, string extension, string colleague, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(extension), extension);
        if (!await stage.RingAWhileAsync(call, 6, cancellationToken).ConfigureAwait(false))
        {
            call.PickUp(colleague);
        }

        await stage.TalkAndEndAsync(call, 20, 40, cancellationToken).ConfigureAwait(false);
    }

    public static async Task ParkedAsync(Stage stage, string number, string from, string by, CancellationToken cancellationToken)
    {
        if (await AnsweredAsync(stage, number, from, cancellationToken).ConfigureAwait(false) is not { } call)
        {
            return;
        }

        call.Park(from);
        await stage.TalkAsync(call, 4, 5, cancellationToken).ConfigureAwait(false);
        call.Retrieve(by);
        await stage.TalkAndEndAsync(call, TalkMinSeconds, TalkMaxSeconds, cancellationToken).ConfigureAwait(false);
    }

    public static Task InternalAsync(Stage stage, string from, string to, CancellationToken cancellationToken) =>
        RingOutAndTalkAsync(stage, stage.Pbx.Internal(from, to), cancellationToken);

    public static async Task ClickToDialAsync(Stage stage, string number, string extension, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.ClickToDial(extension, number);
        await stage.RingAWhileAsync(call, 25, cancellationToken).ConfigureAwait(false);
        if (call.IsClicked)
        {
            call.End();
            return;
        }

        await CustomerAnswersAsync(stage, call, cancellationToken).ConfigureAwait(false);
    }

    public static Task OutboundAsync(Stage stage, string number, string extension, CancellationToken cancellationToken) =>
        CustomerAnswersAsync(stage, stage.Pbx.Outbound(extension, number), cancellationToken);

    public static async Task ConferenceAsync(Stage stage, string number, string extension, string colleague, CancellationToken cancellationToken)
    {
        var room = "9" + extension;
        var customer = stage.Pbx.InboundToConference(number, "", "74951230205", room);
        var other = stage.Pbx.JoinConference(colleague, room);
        await stage.TalkAsync(customer, 2, 3, cancellationToken).ConfigureAwait(false);
        var own = stage.Pbx.JoinConference(extension, room);
        await stage.TalkAsync(customer, 40, 60, cancellationToken).ConfigureAwait(false);
        own.End();
        other.End();
        customer.End();
    }

    public static async Task CustomerHoldsAsync(Stage stage, string number, string extension, CancellationToken cancellationToken)
    {
        if (await AnsweredAsync(stage, number, extension, cancellationToken).ConfigureAwait(false) is not { } call)
        {
            return;
        }

        call.Hold(SimCall.Customer);
        if (await stage.TalkAsync(call, 8, 10, cancellationToken).ConfigureAwait(false))
        {
            call.Unhold(SimCall.Customer);
            await stage.TalkAndEndAsync(call, 20, 40, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task SpiedAsync(Stage stage, string number, string extension, string supervisor, CancellationToken cancellationToken)
    {
        if (await AnsweredAsync(stage, number, extension, cancellationToken).ConfigureAwait(false) is not { } call)
        {
            return;
        }

        var spy = stage.Pbx.Spy(supervisor, extension);
        await stage.TalkAsync(call, 10, 15, cancellationToken).ConfigureAwait(false);
        spy.End();
        await stage.TalkAndEndAsync(call, 15, 30, cancellationToken).ConfigureAwait(false);
    }

    // A call that is answered by itself and has been talked in for a moment; null when it ended before.
    private static async Task<SimCall?> AnsweredAsync(Stage stage, string number, string by, CancellationToken cancellationToken)
    {
        var call = stage.Pbx.Inbound(number, "", Stage.DidOf(by), by);
        return await stage.AnswerAsync(call, by, cancellationToken, 1, 2).ConfigureAwait(false) &&
            await stage.TalkAsync(call, 2, 3, cancellationToken).ConfigureAwait(false) ? call : null;
    }

    private static async Task RingOutAndTalkAsync(Stage stage, SimCall call, CancellationToken cancellationToken)
    {
        if (await stage.RingOutAsync(call, cancellationToken).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, TalkMinSeconds, TalkMaxSeconds, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CustomerAnswersAsync(Stage stage, SimCall call, CancellationToken cancellationToken)
    {
        if (await stage.AnswerAsync(call, SimCall.Customer, cancellationToken, 4, 6).ConfigureAwait(false))
        {
            await stage.TalkAndEndAsync(call, TalkMinSeconds, TalkMaxSeconds, cancellationToken).ConfigureAwait(false);
        }
    }
}
