using Microsoft.Extensions.Time.Testing;
using PhonePop.Ami.Calls;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Tests.Support;

/// <summary>A model that is told a recording from some step on, as a program that starts then.</summary>
internal sealed class LateStart : ICallObserver
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Begin);
    private readonly Dictionary<string, Call> _last = [];

    public LateStart(OperatorDevices devices) => Model = new CallModel("main", devices, _clock, this);

    public CallModel Model { get; }

    /// <summary>What is shown, one line a call, without holds.</summary>
    public IReadOnlyList<string> Shown => CallTruth.WithoutHolds(CallTruth.Shown(Model.Calls));

    /// <summary>Everything that history holds and does not call uncertain, one line a call.</summary>
    public IEnumerable<string> History => _last.Values.Where(c => c is { IsFinal: true, Uncertain: false }).Select(c => $"{c.Extension} {c.Direction} {c.Party.Kind} {c.Party.Number} {c.Outcome}");

    /// <summary>The last record of each call that was told.</summary>
    public IEnumerable<Call> Last => _last.Values;

    /// <summary>A session begins.</summary>
    public void Open(AmiVersion version)
    {
        Model.AbandonList();
        Model.Open(version);
        Model.SetUncertain(true);
    }

    public void Tell(RecordedSteps.Step step)
    {
        Wait(step.At);
        if (step.Login is { } version)
        {
            Open(version);
            List(step, []);
        }
        else
        {
            Model.Apply(step.Event!);
        }
    }

    /// <summary>A list of bridges and one of channels, with what is told in the middle of its rows.</summary>
    public void List(RecordedSteps.Step listed, List<RecordedSteps.Step> among, bool isFirst = true)
    {
        foreach (var bridge in listed.Bridges)
        {
            Model.ApplyOtherRow(bridge);
        }

        Model.BeginList(isFirst);
        var middle = listed.Channels.Count / 2;
        foreach (var row in listed.Channels.Take(middle))
        {
            Model.ApplyRow(row);
        }

        among.ForEach(Tell);
        foreach (var row in listed.Channels.Skip(middle))
        {
            Model.ApplyRow(row);
        }

        Model.EndList();
        Model.SetUncertain(false);
    }

    /// <summary>Lets the time come, and what is due with it.</summary>
    public void Wait(TimeSpan at)
    {
        while (Model.NextDeadline is not null && Model.UntilDeadline is { } until && _clock.GetUtcNow() + until <= Begin + at)
        {
            _clock.Advance(until > TimeSpan.Zero ? until : TimeSpan.FromMilliseconds(1));
            Model.RunDeadlines();
        }

        if (Begin + at > _clock.GetUtcNow())
        {
            _clock.Advance(Begin + at - _clock.GetUtcNow());
        }
    }

    void ICallObserver.CallChanged(Call call) => _last[call.Id] = call;

    void ICallObserver.ConversationChanged(Conversation conversation)
    {
    }

    void ICallObserver.PbxChanged(PbxStatus status)
    {
    }
}
