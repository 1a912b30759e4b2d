using PhonePop.Ami.Calls;
using PhonePop.Ami.Connection;

namespace PhonePop.Ami;

/// <summary>One PBX to watch.</summary>
public sealed record CallMonitorOptions
{
    /// <summary>The name that ids and groups carry: <c>[A-Za-z0-9._-]+</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How to reach it.</summary>
    public required AmiOptions Ami { get; init; }

    /// <summary>Which device names are operators: with <c>^\d{2,5}$</c>, <c>PJSIP/101-0000002a</c> is 101. Null: only <see cref="Devices"/>.</summary>
    public string? OperatorExtensions { get; init; } = @"^\d{2,5}$";

    /// <summary>Extension → devices; they win over the pattern.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Devices { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Watch by lists alone, one a second: for servers where events cost too much. Coarser: holds do not show.</summary>
    public bool SnapshotsOnly { get; init; }

    /// <summary>Calls that an earlier run of the program showed last and never as final: those that go on keep their ids and times, those that ended meanwhile are closed with the first list.</summary>
    public IReadOnlyList<Call> KnownCalls { get; init; } = [];

    /// <summary>When that earlier run saw the PBX last: calls that have ended since are taken to have ended then.</summary>
    public DateTimeOffset KnownUntil { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>How often the list of channels is compared with what the events said. 1 s to 1 day, 30 s by default.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Hears the traffic, such as a <see cref="Recorder.TrafficRecorder"/>. Null: nobody does.</summary>
    public ITrafficTap? Tap { get; init; }
}
