using System.Globalization;

namespace PhonePop.Ami.Channels;

/// <summary>
/// The list against the events. Events flow on between its first row and its last, so each channel is stamped with the list's number
/// when a row or an event touches it: rows correct only what no event touched since the list began, and what neither touched is gone.
/// </summary>
internal sealed partial class ChannelTable
{
    public const string MissingAdded = "missing added";
    public const string PhantomRemoved = "phantom removed";
    public const string FieldCorrected = "field corrected";

    private readonly Dictionary<string, Endpoint> _recalled = new(StringComparer.Ordinal);
    private readonly List<ListedRow> _rows = [];
    private bool _isFirstList;

    /// <summary>The number of the list that runs or ran last, or of the session that began after it.</summary>
    public int Epoch { get; private set; }

    /// <summary>True from the first row asked for until the list is complete.</summary>
    public bool IsListing { get; private set; }

    /// <summary>Is told of each correction: its kind, and the evidence.</summary>
    public Action<string, string>? Repaired { get; set; }

    /// <summary>The phone or line that an earlier run of the program knew on this Uniqueid: it is taken up by the channel when that appears.</summary>
    public Endpoint Recall(string uniqueid)
    {
        if (!_recalled.TryGetValue(uniqueid, out var endpoint))
        {
            _recalled[uniqueid] = endpoint = new Endpoint(uniqueid, null, _clock.GetUtcNow());
        }

        return endpoint;
    }

    /// <summary>The first list is complete: what did not appear until now is gone.</summary>
    public void EndRecall() => _recalled.Clear();

    /// <param name="isFirst">The first list of a session tells what happened before it: nothing in it is a repair.</param>
    public void BeginList(bool isFirst)
    {
        Epoch++;
        IsListing = true;
        _isFirstList = isFirst;
        _rows.Clear();
        _bridgedRows.Clear();
    }

    /// <summary>The list is complete: links between its rows are drawn, and what it lacks is swept.</summary>
    public void EndList()
    {
        if (!IsListing)
        {
            return;
        }

        IsListing = false;

        // No session loses events of its own: its first list decides only about what was known before it.
        Sweep(_isFirstList ? _sessionEpoch : Epoch);
        LinkRows();
        DialRows();
        TouchRinging();
        _described.Clear();
        _isFirstList = false;
        StopAwaiting();
    }

    /// <summary>The list did not come to its end: nothing is concluded from it.</summary>
    public void AbandonList()
    {
        if (IsListing)
        {
            IsListing = false;
            TouchRinging();
        }
    }

    private void TouchRinging()
    {
        foreach (var row in _rows)
        {
            if (row.Channel is { IsGone: false, State: ChannelState.Ringing })
            {
                Touch(row.Channel);
            }
        }
    }

    private void Sweep(int oldest)
    {
        foreach (var channel in _channels.Values.ToArray())
        {
            if (channel.Epoch < oldest)
            {
                Report(PhantomRemoved, channel.Name);
                Remove(channel);
            }
        }
    }

    private void Report(string kind, string evidence)
    {
        if (!_isFirstList)
        {
            Repaired?.Invoke(kind, string.Create(CultureInfo.InvariantCulture, $"{evidence} (list {Epoch})"));
        }
    }
}
