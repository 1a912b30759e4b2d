namespace PhonePop.Benchmarks;

/// <summary>When each event of many calls is told. A call lasts two seconds.</summary>
/// <param name="calls">How many.</param>
/// <param name="callsPerSecond">They begin evenly.</param>
/// <param name="inBursts">
/// True: a call's events come in three bursts, for its ring, its answer a second later and its end. False: the events of all calls that are in progress come in turn,
/// one after the other at an even rate.
/// </param>
sealed class CallSchedule(int calls, double callsPerSecond, bool inBursts)
{
    /// <summary>How long a call lasts.</summary>
    public const int SecondsPerCall = 2;

    /// <summary>The events in order: seconds from the beginning, which call, and which of its events.</summary>
    public IEnumerable<(double Due, int Call, int Message)> Events() => inBursts ? Bursts() : InTurn();

    private IEnumerable<(double Due, int Call, int Message)> Bursts()
    {
        var parts = CallTemplate.Parts;
        var next = new int[parts.Length]; // the next call to ring, to be answered, to end: a second apart
        while (next[^1] < calls)
        {
            var part = Enumerable.Range(0, parts.Length).Where(p => next[p] < calls).MinBy(Due);
            for (var message = parts[part].From; message < parts[part].To; message++)
            {
                yield return (Due(part), next[part], message);
            }

            next[part]++;
        }

        double Due(int part) => (next[part] / callsPerSecond) + part;
    }

    // Event k of call i has place i * events + k * step. No two have the same where step and the number of events have no common divisor, and no place is empty
    // but at both ends.
    private IEnumerable<(double Due, int Call, int Message)> InTurn()
    {
        var (events, rate) = (CallTemplate.Events, callsPerSecond * CallTemplate.Events);
        var step = (long)(rate * SecondsPerCall / events);
        while (Divisor(step, events) != 1)
        {
            step++;
        }

        var message = new int[events]; // by place within a round
        for (var k = 0; k < events; k++)
        {
            message[k * step % events] = k;
        }

        for (var place = 0L; place <= ((calls - 1L) * events) + ((events - 1) * step); place++)
        {
            var k = message[place % events];
            var call = (place - (k * step)) / events;
            if (call >= 0 && call < calls && place >= k * step)
            {
                yield return (place / rate, (int)call, k);
            }
        }
    }

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);
}
