using System.Collections.Concurrent;
using PhonePop.Ami;
using PhonePop.Ami.Recorder;
using PhonePop.Server.Live;

namespace PhonePop.Server.Recorder;

/// <summary>How saving went.</summary>
public enum SaveRecordingResult
{
    /// <summary>It lies on the disk.</summary>
    Saved,

    /// <summary>There is no such PBX.</summary>
    NoSuchPbx,

    /// <summary>The recorder is switched off.</summary>
    Off,

    /// <summary>Nothing of this PBX was received, or nothing that could be replayed.</summary>
    Nothing,
}

/// <summary>The flight recorders of all PBXs.</summary>
public sealed class FlightRecorders(RecorderOptions options, RecordingStore store, PbxBoard pbxes, TimeProvider clock, ILogger<FlightRecorders> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, TrafficRecorder> _recorders = new(StringComparer.Ordinal);

    // One at a time: each needs several times its size in memory, and a moment of a processor.
    private readonly SemaphoreSlim _saving = new(1);

    /// <summary>How recorders are set.</summary>
    public RecorderOptions Options => options;

    /// <summary>The recorder that shall hear a PBX; null when they are switched off.</summary>
    internal TrafficRecorder? For(CallMonitorOptions pbx)
    {
        if (!options.Enabled)
        {
            return null;
        }

        var recorder = _recorders.GetOrAdd(pbx.Name, _ => new TrafficRecorder(pbx, TimeSpan.FromMinutes(options.Minutes), options.Megabytes * 1024 * 1024, clock));
        recorder.Pbx = pbx;
        return recorder;
    }

    /// <summary>Lets go of what was recorded of a PBX; what was saved stays.</summary>
    internal void Forget(string pbx) => _recorders.TryRemove(pbx, out _);

    /// <summary>Whether there is such a PBX.</summary>
    public bool Knows(string pbx) => _recorders.ContainsKey(pbx) || pbxes.Find(pbx) is not null;

    /// <summary>What the recorder of a PBX holds now; null when it has none.</summary>
    public RecorderFill? Fill(string pbx) => _recorders.TryGetValue(pbx, out var recorder) ? recorder.Fill : null;

    /// <summary>Saves what the recorder of a PBX holds.</summary>
    /// <param name="pbx">The PBX's name, from anybody.</param>
    /// <param name="scramble">Replace numbers and names.</param>
    /// <param name="note">What it is about, or null.</param>
    /// <param name="by">Who asked, for the log.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The disk does not take it. <see cref="UnauthorizedAccessException"/> means the same.</exception>
    public async Task<(SaveRecordingResult Result, SavedRecording? Recording)> SaveAsync(string pbx, bool scramble, string? note, string by, CancellationToken cancellationToken)
    {
        if (!_recorders.TryGetValue(pbx, out var recorder))
        {
            return (pbxes.Find(pbx) is null ? SaveRecordingResult.NoSuchPbx : options.Enabled ? SaveRecordingResult.Nothing : SaveRecordingResult.Off, null);
        }

        await _saving.WaitAsync(cancellationToken);
        try
        {
            // Never the name of another one: times have milliseconds, and one is saved after the other.
            var name = RecordingName.Of(pbx, clock.GetUtcNow());
            var order = new RecordingOrder { Name = name, Note = note, AsteriskVersion = pbxes.Find(pbx)?.Version, Scramble = scramble };
            if (store.Find(pbx, name) is { } same)
            {
                return (SaveRecordingResult.Saved, same);
            }

            if (await Task.Run(() => recorder.Save(order), cancellationToken) is not { } recording)
            {
                return (SaveRecordingResult.Nothing, null);
            }

            var saved = await store.WriteAsync(pbx, name, recording, cancellationToken);
            RecorderLog.Saved(logger, by, saved.Name, saved.AmiBytes, scramble);
            return (SaveRecordingResult.Saved, saved);
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _saving.Dispose();
}
