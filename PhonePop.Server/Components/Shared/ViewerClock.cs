using PhonePop.Server.Components.Text;

namespace PhonePop.Server.Components.Shared;

/// <summary>Times as the viewer reads them: in the viewer's time zone and culture. One for each circuit or request.</summary>
public sealed class ViewerClock(TimeProvider time, Texts texts)
{
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>Now, on the server's clock.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Takes the time zone that the browser told; an unknown one leaves UTC.</summary>
    public void Use(ViewerSettings settings)
    {
        if (settings.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            _zone = zone;
        }
    }

    /// <summary>Hours and minutes: <c>10:14</c>.</summary>
    public string Time(DateTimeOffset at) => Local(at).ToString("HH:mm", texts.Culture);

    /// <summary>To the millisecond, for those who compare with a log: <c>10:14:07.125</c>.</summary>
    public string Precise(DateTimeOffset at) => Local(at).ToString("HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Today and yesterday by name, other days by date.</summary>
    public string Day(DateTimeOffset at)
    {
        var (day, today) = (DateOnly.FromDateTime(Local(at).DateTime), DateOnly.FromDateTime(Local(Now).DateTime));
        return (today.DayNumber - day.DayNumber) switch
        {
            0 => texts.Today,
            1 => texts.Yesterday,
            _ => day.Year == today.Year ? day.ToString("d MMM", texts.Culture) : day.ToString("d MMM yyyy", texts.Culture),
        };
    }

    /// <summary>The time alone for today, day and time for other days.</summary>
    public string Moment(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime) == DateOnly.FromDateTime(Local(Now).DateTime) ? Time(at) : $"{Day(at)}, {Time(at)}";

    /// <summary>The viewer's day.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Local(Now).DateTime);

    /// <summary>The hour of the viewer's day, 0 to 23.</summary>
    public int Hour(DateTimeOffset at) => Local(at).Hour;

    /// <summary>When a day begins where the viewer is.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, _zone.GetUtcOffset(midnight));
    }

    /// <summary>How long, as a running timer shows it: <c>0:07</c>, <c>12:30</c>, <c>1:02:03</c>. Clocks that disagree never show less than nothing.</summary>
    public static string Timer(TimeSpan length)
    {
        var seconds = Math.Max(0, (long)length.TotalSeconds);
        var (minutes, rest) = (seconds / 60 % 60, seconds % 60);
        return seconds >= 3600 ? $"{seconds / 3600}:{minutes:00}:{rest:00}" : $"{minutes}:{rest:00}";
    }

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone);
}
