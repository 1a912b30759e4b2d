namespace PhonePop.Server.Components.Text;

/// <summary>Numbers over time.</summary>
public sealed partial class Texts
{
    public string MoreCallsThan(int count) => Say($"More than {Number(count)} calls", $"Больше {Number(count)} звонков");

    public string Reports => Say("Reports", "Отчёты");

    public string ReportsHint => Say("Callers from outside; each counts once, however many phones rang.", "Звонки от клиентов: каждый звонящий учтён один раз, сколько бы телефонов ни звонило.");

    public string LastSevenDays => Say("Last 7 days", "7 дней");

    public string CallsByHour => Say("Calls by hour", "Звонки по часам");

    public string MissedByHour => Say("Missed by hour", "Пропущенные по часам");

    public string AnswerTimes => Say("How soon they were answered", "Как быстро ответили");

    public string AsTable => Say("As a table", "Таблицей");

    public string HourColumn => Say("Hour", "Час");

    public string WaitColumn => Say("Waited", "Ждали");

    public string CallersColumn => Say("Callers", "Звонившие");

    public string UpToSeconds(int seconds) => Say($"up to {seconds} s", $"до {seconds} с");

    public string OverSeconds(int seconds) => Say($"over {seconds} s", $"больше {seconds} с");

    public string NotAnswered => Say("not answered", "без ответа");

    public string NoReportTitle => Say("No calls in this time", "За это время звонков не было");

    public string NoReportText => Say("Charts appear with the first caller.", "Графики появятся с первым звонком.");

    public string ReportTotal(string calls, int missed) => Say($"{calls}, {missed} missed", $"{calls}, пропущено {missed}");
}
