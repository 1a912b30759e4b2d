using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Soak;

namespace PhonePop.Tests.Simulator;

/// <summary>An emulated PBX, watched by PhonePop over real TCP, in a time of its own.</summary>
internal sealed class WatchedOffice : ICallObserver, IAsyncDisposable
{
    // A call that has lost its links ends after 200 ms.
    private static readonly TimeSpan Torn = TimeSpan.FromMilliseconds(300);
    private readonly ManualClock _clock;
    private readonly WatchedDialer _dialer = new();
    private readonly Lock _lock = new();
    private readonly List<Call> _told = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CallMonitor _monitor;
    private readonly Task _running;
    private int _marks;

    private readonly EmulatedPbxOptions _options;
    private readonly bool _isOpener;

    private WatchedOffice(EmulatedPbxOptions options, ManualClock clock, EmulatedPbx? pbx = null)
    {
        (_options, _clock, _isOpener) = (options, clock, pbx is null);
        Pbx = pbx ?? EmulatedPbx.Start(options, clock);
        var devices = options.Operators.Where(o => o.Phones.Count > 0).ToDictionary(
            o => o.Extension, o => (IReadOnlyList<string>)[.. o.Phones.SelectMany(phone => new[] { "SIP/" + phone, "PJSIP/" + phone })]);
        var watched = new CallMonitorOptions
        {
            Name = "main",
            Devices = devices,
            Ami = new AmiOptions { Host = "127.0.0.1", Port = Pbx.Port, Username = options.User, Secret = options.Secret },
        };
        _monitor = new CallMonitor(watched, this, _clock, NullLoggerFactory.Instance, _dialer);
        _running = _monitor.RunAsync(_stop.Token);
    }

    public EmulatedPbx Pbx { get; }

    /// <summary>What is shown now, in the words of <see cref="CallTruth"/>.</summary>
    public IReadOnlyList<string> Shown => CallTruth.Shown(_monitor.Calls);

    /// <summary>What should be shown now.</summary>
    public IReadOnlyList<string> Expected => CallTruth.Expected(Pbx.Truth());

    /// <summary>Every state of every call, in the order in which they were told.</summary>
    public IReadOnlyList<Call> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    public static async Task<WatchedOffice> OpenAsync(EmulatedPbxOptions options)
    {
        var office = new WatchedOffice(options, new ManualClock());
        await office._dialer.UntilAsync(() => office._monitor.Status.State == PbxState.Connected, TestContext.Current.CancellationToken);
        return office;
    }

    /// <summary>Another PhonePop that begins to watch now: it knows what the first list says.</summary>
    public async Task<WatchedOffice> JoinAsync()
    {
        var late = new WatchedOffice(_options, _clock, Pbx);
        await late._dialer.UntilAsync(() => late._monitor.Status.State == PbxState.Connected, TestContext.Current.CancellationToken);
        return late;
    }

    /// <summary>Returns when PhonePop has dealt with everything that has happened.</summary>
    public async Task CatchUpAsync()
    {
        Pbx.Mark(++_marks);
        await _dialer.UntilAsync(() => _dialer.Now.Mark >= _marks, TestContext.Current.CancellationToken);
        _clock.Advance(Torn);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _monitor.Dispose();
        if (_isOpener)
        {
            await Pbx.DisposeAsync();
        }

        _stop.Dispose();
    }

    void ICallObserver.CallChanged(Call call)
    {
        lock (_lock)
        {
            _told.Add(call);
        }
    }

    void ICallObserver.ConversationChanged(Conversation conversation)
    {
    }

    void ICallObserver.PbxChanged(PbxStatus status) => _dialer?.Signal(); // told once before the dialer is there
}
