namespace PhonePop.Server.Components.Text;

/// <summary>The flight recorder, and what lists repaired.</summary>
public sealed partial class Texts
{
    public string Recorder => Say("Flight recorder", "Бортовой самописец");

    public string RecorderOff => Say("Switched off (PhonePop:Recorder:Enabled).", "Выключен (PhonePop:Recorder:Enabled).");

    public string RecorderEmpty => Say("Nothing has been received yet.", "Пока ничего не получено.");

    public string RecorderHolds(TimeSpan reach, long bytes) => Say($"Holds the last {Reach(reach)} of traffic, {Size(bytes)}.", $"Хранит последние {Reach(reach)} обмена с АТС, {Size(bytes)}.");

    public string RecorderLimits(int minutes, int megabytes) => Say($"At most {minutes} min and {megabytes} MB.", $"Не более {minutes} мин и {megabytes} МБ.");

    public string SaveRecording => Say("Save recording", "Сохранить запись");

    public string SavingRecording => Say("Saving…", "Сохраняем…");

    public string ScrambleRecording => Say("Replace numbers and names", "Заменить номера и имена");

    public string ScrambledHint => Say("Customers' numbers and people's names become others, the same one everywhere. It can be sent to support.", "Номера клиентов и имена людей станут другими, везде одинаково. Такую запись можно отправить в поддержку.");

    public string RealHint => Say("The recording will hold the real numbers and names of your customers. Do not give it to others.", "В записи будут настоящие номера и имена клиентов. Не передавайте её посторонним.");

    public string SavedRecordings => Say("Saved recordings", "Сохранённые записи");

    public string Scrambled => Say("numbers replaced", "номера заменены");

    public string RealNumbers => Say("real numbers", "настоящие номера");

    public string NothingRecorded => Say("Nothing has been recorded of this PBX yet.", "Обмен с этой АТС ещё не записан.");

    public string RecordingNotSaved => Say("It could not be written: is the disk full, or the folder not writable? The log says more.", "Записать не удалось: нет места на диске или прав на папку? Подробности в журнале.");

    public string Download => Say("Download", "Скачать");

    public string DownloadOf(string time) => Say($"Download the recording of {time}", $"Скачать запись от {time}");

    public string Delete => Say("Delete", "Удалить");

    public string DeleteOf(string time) => Say($"Delete the recording of {time}", $"Удалить запись от {time}");

    public string DeleteReally => Say("Delete for good", "Удалить навсегда");

    public string Keep => Say("Keep", "Оставить");

    public string LastRepairs => Say("Last repairs", "Последние исправления");

    public string Repair(string kind) => kind switch
    {
        "missing added" => Say("missing added", "добавлен пропущенный"),
        "phantom removed" => Say("phantom removed", "убран исчезнувший"),
        "field corrected" => Say("field corrected", "исправлено поле"),
        _ => kind,
    };

    public string UncertainShort => Say("uncertain", "неизвестно");

    /// <summary>How long, roughly: <c>45 s</c>, <c>12 min</c>.</summary>
    public string Reach(TimeSpan time) => time < TimeSpan.FromMinutes(2) ? Say($"{(int)time.TotalSeconds} s", $"{(int)time.TotalSeconds} с") : Say($"{Number((int)time.TotalMinutes)} min", $"{Number((int)time.TotalMinutes)} мин");

    /// <summary>A size in KB or MB.</summary>
    public string Size(long bytes) => bytes < 1024 * 1024
        ? Say($"{Number((bytes + 1023) / 1024)} KB", $"{Number((bytes + 1023) / 1024)} КБ")
        : Say($"{(bytes / 1048576.0).ToString("N1", Culture)} MB", $"{(bytes / 1048576.0).ToString("N1", Culture)} МБ");
}
