using System.Globalization;
using PhonePop.Simulator.Pbx;

namespace PhonePop.Simulator.Scenarios;

/// <summary>
/// What a story needs: the PBX, the time, and chance. People outside the story may answer and hang up too (the buttons of the demo),
/// so every step looks first whether it can still happen.
/// </summary>
internal sealed class Stage(EmulatedPbx pbx, TimeProvider clock, int seed)
{
    private const int RingsOutAfterSeconds = 25;
    private readonly Random _random = new(seed);
    private readonly HashSet<SimCall> _calls = [];

    public EmulatedPbx Pbx => pbx;

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>A number that belongs to nobody we know.</summary>
    public string UnknownNumber() => string.Create(CultureInfo.InvariantCulture, $"7999{_random.Next(1_000_000, 10_000_000)}");

    /// <summary>An operator's own line.</summary>
    public static string DidOf(string extension) => "74951230" + extension;

    public Task PauseAsync(int minSeconds, int maxSeconds, CancellationToken cancellationToken) =>
        Task.Delay(Seconds(minSeconds, maxSeconds), clock, cancellationToken);

    /// <summary>Rings some seconds, then this phone is picked up, unless somebody was quicker or the caller has gone.</summary>
    /// <returns>Whether the call is being talked in now.</returns>
    public async Task<bool> AnswerAsync(SimCall call, string by, CancellationToken cancellationToken, int minSeconds = 3, int maxSeconds = 8)
    {
        await WaitAsync(call, Seconds(minSeconds, maxSeconds), cancellationToken, call.Answered).ConfigureAwait(false);
        return call.TryAnswer(by) || call.IsTalking;
    }

    /// <summary>Rings until somebody picks up or the caller has had enough.</summary>
    /// <returns>Whether the call is being talked in now.</returns>
    public async Task<bool> RingOutAsync(SimCall call, CancellationToken cancellationToken, int seconds = RingsOutAfterSeconds)
    {
        await WaitAsync(call, TimeSpan.FromSeconds(seconds), cancellationToken, call.Answered).ConfigureAwait(false);
        if (!call.IsTalking)
        {
            call.End();
        }

        return call.IsTalking;
    }

    /// <summary>Rings for some seconds, unless somebody picks up before.</summary>
    /// <returns>Whether somebody did, or the caller has gone.</returns>
    public async Task<bool> RingAWhileAsync(SimCall call, int seconds, CancellationToken cancellationToken)
    {
        var answered = call.Answered;
        await WaitAsync(call, TimeSpan.FromSeconds(seconds), cancellationToken, answered).ConfigureAwait(false);
        return answered.IsCompleted || call.IsOver;
    }

    /// <summary>Talks for a while.</summary>
    /// <returns>Whether the call goes on.</returns>
    public async Task<bool> TalkAsync(SimCall call, int minSeconds, int maxSeconds, CancellationToken cancellationToken)
    {
        await WaitAsync(call, Seconds(minSeconds, maxSeconds), cancellationToken).ConfigureAwait(false);
        return !call.IsOver;
    }

    /// <summary>Talks for a while, then one of the two hangs up.</summary>
    public async Task TalkAndEndAsync(SimCall call, int minSeconds, int maxSeconds, CancellationToken cancellationToken)
    {
        await TalkAsync(call, minSeconds, maxSeconds, cancellationToken).ConfigureAwait(false);
        if (call.Operators is [var anyone, ..] && Chance(0.5))
        {
            call.HangUp(anyone);
        }
        else
        {
            call.End();
        }
    }

    /// <summary>Plays a story to its end, or until cancelled.</summary>
    public async Task RunAsync(Func<Task> story)
    {
        try
        {
            await story().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The office closes; or the call that was waited for ended unanswered.
        }
        catch (InvalidOperationException)
        {
            // Somebody outside the story hung up, or picked up, in the very moment of its next step.
            foreach (var call in _calls)
            {
                call.End();
            }
        }
    }

    private async Task WaitAsync(SimCall call, TimeSpan time, CancellationToken cancellationToken, Task? orElse = null)
    {
        _calls.Add(call);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(call.Ended, orElse ?? call.Ended, Task.Delay(time, clock, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false); // the timer is not left behind
        cancellationToken.ThrowIfCancellationRequested();
    }

    private TimeSpan Seconds(int min, int max) => TimeSpan.FromMilliseconds(_random.Next(min * 1000, (max * 1000) + 1));
}
