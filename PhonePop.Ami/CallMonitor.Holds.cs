using PhonePop.Ami.Channels;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami;

/// <content>Who is on hold when a session begins.</content>
public sealed partial class CallMonitor
{
    // Two questions for each talk, once in a session, one after another: nobody waits for the answers, and the first that the PBX refuses is the last one.
    // Where no events come, none would ever tell the end of a hold.
    private async Task AskHoldsAsync(AmiSession session, CancellationToken cancellationToken)
    {
        if (_options.SnapshotsOnly || !session.Version.KnowsHolds)
        {
            return;
        }

        List<HoldQuestion> questions;
        lock (_gate)
        {
            questions = _model.HoldQuestions();
        }

        foreach (var question in questions)
        {
            var answer = await AskAsync(session, AmiAction.IsOnHold(question.Channel.Uniqueid), cancellationToken).ConfigureAwait(false);
            if (answer is { Success: false, Message: "No such channel" })
            {
                continue; // it has hung up meanwhile
            }

            if (answer is not { Success: true } || answer.Find("Value") is not ("0" or "1"))
            {
                return;
            }

            lock (_gate)
            {
                _model.AnswerHold(question, answer.Find("Value") == "1");
                ArmDeadline();
            }
        }
    }

    // Null: it was not answered.
    private static async Task<AmiRecord?> AskAsync(AmiSession session, AmiAction action, CancellationToken cancellationToken)
    {
        try
        {
            return await session.SendAsync(action, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return null; // Whatever ended it, the connection or the time, the list of channels says so.
        }
    }
}
