using System.Globalization;
using System.Text.RegularExpressions;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

public sealed partial class AmiSession
{
    // From this Asterisk on an event can be named in a filter. Older ones answer "Success" to the same words and ignore them: the version decides, never the answer.
    const int NamesInFilters = 22;

    static readonly TimeSpan FilterTimeout = TimeSpan.FromSeconds(3);

    bool? _mayFilter;

    /// <summary>What became of <see cref="AmiOptions.FilterEvents"/>.</summary>
    public EventFilterState EventFilters { get; internal set; }

    /// <summary>How many filters were taken.</summary>
    public int FilterCount { get; private set; }

    /// <summary>
    /// Asks for the named events and no others, before anybody uses the session: the first filter shuts out all that the next ones have not let in yet, and
    /// the first list makes good for that moment.
    /// </summary>
    /// <exception cref="EventFilterException">Only some were taken, so that events would be missing from now on.</exception>
    async Task FilterAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        try
        {
            await Learned.WaitAsync(FilterTimeout, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            EventFilters = EventFilterState.NoAnswer;
            return;
        }

        if (_mayFilter == false)
        {
            EventFilters = EventFilterState.NotAllowed;
            return;
        }

        var first = await TryFilterAsync(names[0], cancellationToken).ConfigureAwait(false);
        if (first is { Success: false })
        {
            EventFilters = EventFilterState.Refused;
            return;
        }

        var others = first is null ? [] : await Task.WhenAll(names.Skip(1).Select(n => TryFilterAsync(n, cancellationToken))).ConfigureAwait(false);
        FilterCount = 1 + others.Count(static o => o is { Success: true });
        if (first is null || FilterCount < names.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _reason ?? new EventFilterException($"{_options.Address} took {(first is null ? 0 : FilterCount)} of {names.Count} event filters: PhonePop connects again and does without them.");
        }

        EventFilters = EventFilterState.Set;
    }

    async Task<AmiRecord?> TryFilterAsync(string name, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(FilterTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        return await TryAsync(AmiAction.Filter(name, byName: AsteriskMajor >= NamesInFilters), either.Token).ConfigureAwait(false);
    }

    // 22.10.1, and certified/22.8-cert1. What has no such number gets the regular expression, which all versions know.
    int AsteriskMajor => AsteriskVersion is { } version && MajorNumber().Match(version) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^\D*(\d{1,3})\.")]
    private static partial Regex MajorNumber();
}
