using System.Text;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Recorder;

/// <summary>A moment at which nothing was on its way, and the truth was another one than at the last such moment.</summary>
/// <param name="FromByte">Where the last quiet moment with another truth was; null for the first.</param>
/// <param name="FromMs">When that was.</param>
/// <param name="AtByte">The end of the message that made this truth.</param>
/// <param name="AtMs">When it came.</param>
/// <param name="SettledAtByte">Where this was looked at.</param>
/// <param name="SettledMs">When: a little after the last byte before.</param>
/// <param name="Truth">Who was with whom.</param>
internal sealed record QuietMoment(int? FromByte, long? FromMs, int AtByte, long AtMs, int SettledAtByte, long SettledMs, IReadOnlyList<RecordedTruth> Truth);

/// <summary>
/// Plays recorded traffic to the same model that watches the PBX, with the recorded times and with the lists that were asked for, and says at
/// each quiet moment who is with whom: the truth as PhonePop sees it.
/// </summary>
internal sealed class OfflineReplay : ICallObserver
{
    /// <summary>So long without a byte is quiet: longer than a masquerade or a torn link takes.</summary>
    private const int QuietMs = 300;

    /// <summary>So long after the last byte the calls are looked at: torn ones have ended.</summary>
    private const int SettleMs = 250;

    private readonly RecordedTraffic _traffic;
    private readonly RecordedClock _clock;
    private readonly CallModel _model;
    private readonly List<QuietMoment> _moments = [];
    private readonly HashSet<string> _askedLists;
    private string _listId = "";
    private bool _isFirstList;
    private bool _isKnown;
    private bool _hasChanged;
    private (int Byte, long Ms) _changed;
    private (int Byte, long Ms)? _lastQuiet;

    private OfflineReplay(RecordedTraffic traffic, CallMonitorOptions pbx)
    {
        _traffic = traffic;
        _clock = new RecordedClock(traffic.StartedAt);
        _askedLists = [.. traffic.Sent.Where(s => s.Text.StartsWith("Action: CoreShowChannels\r\n", StringComparison.Ordinal)).Select(s => Message(s.Text).Text("ActionID"u8))];
        _model = new CallModel(pbx.Name, new OperatorDevices(pbx.OperatorExtensions, pbx.Devices), _clock, this);
    }

    public static IReadOnlyList<QuietMoment> Moments(RecordedTraffic traffic, CallMonitorOptions pbx)
    {
        var replay = new OfflineReplay(traffic, pbx);
        replay.Play();
        return replay._moments;
    }

    void ICallObserver.CallChanged(Call call) => _hasChanged = true;

    void ICallObserver.ConversationChanged(Conversation conversation) => _hasChanged = true;

    void ICallObserver.PbxChanged(PbxStatus status)
    {
    }

    private void Play()
    {
        var chunk = 0;
        foreach (var (start, length, isBanner) in _traffic.Messages())
        {
            var end = start + length;
            while (_traffic.Chunks[chunk].End < end)
            {
                chunk++;
            }

            var now = _traffic.Chunks[chunk].AtMs;
            PassTo(now);
            if (isBanner)
            {
                Open(start);
            }
            else
            {
                Apply(AmiMessage.Parse(_traffic.Bytes[start..end]));
            }

            Note(end, now);
            if (_traffic.Chunks[chunk].End == end && _traffic.Connections.All(c => c.End != end || c.ClosedMs is null)
                && (chunk + 1 < _traffic.Chunks.Count ? _traffic.Chunks[chunk + 1].AtMs : _traffic.LengthMs) - now >= QuietMs)
            {
                Look(end, now);
            }
        }
    }

    private void Open(int start)
    {
        AmiBanner.TryRead(_traffic.Bytes.AsSpan(start), out _, out var version);
        _model.AbandonList();
        _model.Open(version);
        (_isFirstList, _isKnown, _listId) = (true, false, "");
    }

    private void Apply(AmiMessage message)
    {
        if (ChannelList.Begins(message))
        {
            _listId = message.Text("ActionID"u8);
            _model.BeginList(_isFirstList);
        }
        else if (message.IsEvent && ChannelList.IsRow(message) && message.Text("ActionID"u8) == _listId)
        {
            _model.ApplyRow(message);
        }
        else if (message.IsEvent && ChannelList.Ends(message) && message.Text("ActionID"u8) == _listId)
        {
            _model.EndList();
            (_isFirstList, _isKnown) = (false, true);
        }
        else if (message.IsResponse && message.Response.SequenceEqual("Error"u8) && _askedLists.Contains(message.Text("ActionID"u8)))
        {
            _model.DoWithoutList();
            (_isFirstList, _isKnown) = (false, true);
        }
        else if (message.IsEvent && _model.Wants(message.Event))
        {
            _model.Apply(message);
        }
    }

    // Torn calls end at their time, as they did then.
    private void PassTo(long ms)
    {
        var to = _traffic.StartedAt.AddMilliseconds(ms);
        while (_model.UntilDeadline is { } left && _clock.Now + left <= to)
        {
            _clock.Now += left > TimeSpan.Zero ? left : TimeSpan.Zero;
            _model.RunDeadlines();
        }

        _clock.Now = to > _clock.Now ? to : _clock.Now;
    }

    private void Note(int end, long now)
    {
        (_changed, _hasChanged) = (_hasChanged ? (end, now) : _changed, false);
    }

    private void Look(int end, long now)
    {
        PassTo(now + SettleMs);
        Note(end, now);
        if (!_isKnown || RecordedTruth.Of(_model) is not { } truth)
        {
            return; // nothing is claimed where we cannot know, or cannot say it
        }

        if (_moments.Count == 0 || !_moments[^1].Truth.SequenceEqual(truth))
        {
            _moments.Add(new QuietMoment(_lastQuiet?.Byte, _lastQuiet?.Ms, _changed.Byte, _changed.Ms, end, now + SettleMs, truth));
        }

        _lastQuiet = (end, now);
    }

    private static AmiMessage Message(string text) => AmiMessage.Parse(Encoding.UTF8.GetBytes(text));

    private sealed class RecordedClock(DateTimeOffset now) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public DateTimeOffset Now { get; set; } = now;

        public override long GetTimestamp() => Now.UtcTicks;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
