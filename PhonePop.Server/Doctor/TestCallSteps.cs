using PhonePop.Ami;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Live;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>From what is known of a test call to its five steps. Pure but for the clock; each step can still turn good after it was named as failing.</summary>
internal sealed class TestCallSteps(PbxOptions pbx, bool seesScreens, DoctorTimes times, TimeProvider clock)
{
    private Rang? _rang;
    private long _rangAt;
    private Seen? _seen;
    private PopRecord? _pop;
    private long _pushedAt;
    private bool _lost;

    /// <summary>True once PhonePop has shown a call of an operator.</summary>
    public bool SawCall => _seen is not null;

    /// <summary>Takes one piece of evidence.</summary>
    public void Apply(Evidence evidence)
    {
        switch (evidence)
        {
            case Rang rang when _seen is null && (_rang is null || Rank(rang) >= Rank(_rang)) && rang != _rang:
                (_rang, _rangAt) = (rang, clock.GetTimestamp());
                break;
            case Seen seen when seen.Call.Id == _seen?.Call.Id:
                _seen = seen;
                break;
            case Seen { Call.Phase: CallPhase.Ringing } seen:
                (_seen, _pop) = (seen, null); // the next call is the next try
                _rang = _rang?.Reading.Extension == seen.Call.Extension ? _rang : null;
                break;
            case Popped popped when popped.Pop.CallId == _seen?.Call.Id:
                _pushedAt = _pop?.PushedAt is null ? clock.GetTimestamp() : _pushedAt;
                _pop = popped.Pop;
                break;
            case LineLost:
                _lost = true;
                break;
        }
    }

    /// <summary>The steps as they stand.</summary>
    public IReadOnlyList<Check> Now() => [Ringing(), Operator(), Customer(), Pushed(), Shown()];

    /// <summary>The steps when nothing more will come: the first one that still waits has failed.</summary>
    public IReadOnlyList<Check> AtEnd(TimeSpan waited)
    {
        var steps = Now();
        var failed = steps.Any(s => s.State == CheckState.Failed);
        return [.. steps.Select(s =>
        {
            if (s.IsSettled)
            {
                return s;
            }

            var isFirst = !failed;
            failed = true;
            return !isFirst ? s with { State = CheckState.Skipped, Found = t => t.DoctorNotReached }
                : s.Id == CheckId.Ringing ? s with { State = CheckState.Failed, Found = t => t.DoctorNoCall((int)waited.TotalSeconds), Advice = t => t.DoctorNoCallAdvice }
                : s with { State = CheckState.Failed, Found = t => t.DoctorStuck };
        })];
    }

    private static int Rank(Rang rang) => (rang.Reading.Kind == DeviceKind.Operator ? 2 : 0) + (rang.ByEvent ? 1 : 0);

    private Check Ringing()
    {
        if (_seen is { } seen)
        {
            return Good(CheckId.Ringing, t => _rang is { } heard ? t.DoctorRings(heard.Channel) : t.DoctorRingsAt(seen.Call.Extension));
        }

        if (_lost)
        {
            return Bad(CheckId.Ringing, t => t.DoctorLineLost, t => t.DoctorLineLostAdvice);
        }

        return _rang switch
        {
            null => Open(CheckId.Ringing, t => t.DoctorCallNow),
            { ByEvent: false } when pbx.Mode == PbxMode.Events => Bad(CheckId.Ringing, t => t.DoctorRingsUntold(_rang.Channel), t => t.DoctorRingsUntoldAdvice),
            { Reading.Kind: DeviceKind.Operator } when clock.GetElapsedTime(_rangAt) > times.Seen => Bad(CheckId.Ringing, t => t.DoctorRingsUnseen(_rang.Channel), t => t.DoctorRingsUnseenAdvice),
            _ => Good(CheckId.Ringing, t => t.DoctorRings(_rang.Channel)),
        };
    }

    private Check Operator()
    {
        if (_seen is null)
        {
            return _rang is { Reading.Kind: DeviceKind.Outside } stranger
                ? Bad(CheckId.Operator, t => t.DoctorNotOperator(stranger.Channel, pbx.OperatorExtensions), t => t.DoctorNotOperatorAdvice(stranger.Reading.Device)) with
                {
                    Sample = DevicesCheck.Sample(new() { ["101"] = [stranger.Reading.Device] }),
                }
                : Open(CheckId.Operator, null);
        }

        var (extension, seat) = (_seen.Call.Extension, _seen.Seat);
        if (seat.Account is null && seat.Browsers is null or 0)
        {
            return Bad(CheckId.Operator, t => t.DoctorNobodyThere(extension), t => t.DoctorNobodyThereAdvice(extension, pbx.Name));
        }

        return Good(CheckId.Operator, t => t.DoctorSitsAt(extension, seat.Account));
    }

    private Check Customer() => _seen?.Match is not { } match ? Open(CheckId.Customer, null) : match.Kind switch
    {
        MatchKind.Unknown => Open(CheckId.Customer, t => t.DoctorLookingUp, CheckState.Running),
        MatchKind.SameNumber => Good(CheckId.Customer, t => t.DoctorSameNumber(match.Number, match.Customer)),
        MatchKind.SameEnding => Good(CheckId.Customer, t => t.DoctorSameEnding(match.Number, match.Customer)),
        MatchKind.Several => Good(CheckId.Customer, t => t.DoctorSeveral(match.Number, match.Count)),
        MatchKind.Nobody => Fair(CheckId.Customer, t => t.DoctorNobodyHas(match.Number), t => t.DoctorNobodyHasAdvice),
        MatchKind.Colleague => Fair(CheckId.Customer, t => t.DoctorColleague, t => t.DoctorColleagueAdvice),
        MatchKind.Withheld => Fair(CheckId.Customer, t => t.DoctorWithheld, t => t.DoctorWithheldAdvice),
        MatchKind.NoDatabase => Fair(CheckId.Customer, t => t.DoctorNoDatabase, t => t.DoctorNoDatabaseAdvice),
        _ => Bad(CheckId.Customer, t => t.DoctorNoLookup, t => t.DoctorNoLookupAdvice),
    };

    private Check Pushed()
    {
        if (!seesScreens && _seen is not null)
        {
            return new Check(CheckId.Pushed, CheckState.Skipped, t => t.DoctorPushedElsewhere, t => t.DoctorPushedElsewhereAdvice);
        }

        if (_pop?.PushedAt is null || _seen is null)
        {
            return Open(CheckId.Pushed, null);
        }

        var (extension, seat) = (_seen.Call.Extension, _seen.Seat);
        return seat.Browsers is > 0 || _pop.ShownAt is not null
            ? Good(CheckId.Pushed, t => t.DoctorPushed(extension, Math.Max(1, seat.Browsers ?? 0)))
            : Bad(CheckId.Pushed, t => t.DoctorNoBrowser(extension, seat.Account), t => t.DoctorNoBrowserAdvice);
    }

    private Check Shown()
    {
        if (!seesScreens && _seen is not null)
        {
            return new Check(CheckId.Shown, CheckState.Skipped, t => t.DoctorPushedElsewhere);
        }

        if (_pop is { ShownAt: not null } shown)
        {
            return Good(CheckId.Shown, t => t.DoctorShown((long)(shown.ShownAfterMs ?? 0)));
        }

        if (_pop?.PushedAt is null || _seen?.Seat.Browsers is not > 0)
        {
            return Open(CheckId.Shown, null);
        }

        return clock.GetElapsedTime(_pushedAt) > times.Shown || _seen.Call.Phase != CallPhase.Ringing
            ? Bad(CheckId.Shown, t => t.DoctorNotShown, t => t.DoctorNotShownAdvice)
            : Open(CheckId.Shown, t => t.DoctorShowing, CheckState.Running);
    }

    private static Check Open(CheckId id, Func<Texts, string>? found, CheckState state = CheckState.Waiting) => new(id, state, found);

    private static Check Good(CheckId id, Func<Texts, string> found) => new(id, CheckState.Ok, found);

    private static Check Fair(CheckId id, Func<Texts, string> found, Func<Texts, string> advice) => new(id, CheckState.Warning, found, advice);

    private static Check Bad(CheckId id, Func<Texts, string> found, Func<Texts, string> advice) => new(id, CheckState.Failed, found, advice);
}
