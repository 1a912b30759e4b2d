using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Import;

namespace PhonePop.Server.Components.Text;

/// <summary>The import of customers from a file.</summary>
public sealed partial class Texts
{
    public string Import => Say("Import", "Загрузить из файла");

    public string ImportTitle => Say("Import customers", "Загрузка клиентов из файла");

    public string ImportHint(int megabytes) => Say($"A CSV file with a header line, up to {megabytes} MB. Encoding, delimiter and columns are guessed; you see them before anything is saved.", $"Файл CSV со строкой заголовков, до {megabytes} МБ. Кодировку, разделитель и столбцы программа определит сама; вы увидите их до сохранения.");

    public string ImportRules => Say("A customer with the same number in your other system, or with the same name and phone number, is updated and not doubled. A row with neither counts as the customer with the same name, company and mail address.", "Клиент с тем же номером в другой системе или с тем же именем и номером телефона обновляется, а не удваивается. Строка без того и другого относится к клиенту с тем же именем, компанией и почтой.");

    public string ChooseFile => Say("Choose a file", "Выберите файл");

    public string ReadingFile => Say("Reading the file…", "Читаем файл…");

    public string FileTooLarge(int megabytes) => Say($"The file is too large: up to {megabytes} MB are taken. Split it.", $"Файл слишком большой: можно до {megabytes} МБ. Разделите его.");

    public string FileEmpty => Say("The file is empty.", "Файл пуст.");

    public string FileLost => Say("The file could not be read. Choose it again.", "Файл не удалось прочитать. Выберите его снова.");

    public string Encoding => Say("Encoding", "Кодировка");

    public string Delimiter => Say("Delimiter", "Разделитель");

    public string DelimiterName(char delimiter) => delimiter switch { ';' => Say("Semicolon", "Точка с запятой"), ',' => Say("Comma", "Запятая"), _ => Say("Tab", "Табуляция") };

    public string EncodingName(CsvEncoding encoding) => encoding switch { CsvEncoding.Windows1251 => "Windows-1251", CsvEncoding.Utf16 => "UTF-16", _ => "UTF-8" };

    public string ColumnHolds(string column) => Say($"Column “{column}” holds", $"Что в столбце «{column}»");

    public string ImportFieldName(ImportField field) => field switch
    {
        ImportField.Name => Name,
        ImportField.Company => Company,
        ImportField.Email => Email,
        ImportField.Note => Notes,
        ImportField.ExternalId => ExternalId,
        ImportField.Number => PhoneNumberLabel,
        _ => Say("Leave out", "Не загружать"),
    };

    public string NameColumnMissing => Say("Say which column holds the name.", "Укажите, в каком столбце имя.");

    public string StartImport => Say("Import", "Загрузить");

    public string OtherFile => Say("Another file", "Другой файл");

    public string ImportRuns => Say("Another import is still running.", "Другая загрузка ещё идёт.");

    public string ImportRunning(string file) => Say($"Importing {file}…", $"Загружаем {file}…");

    public string StopImport => Say("Stop", "Остановить");

    public string ImportDone => Say("Import finished", "Загрузка завершена");

    public string ImportStopped => Say("Import stopped: what was saved until then stays", "Загрузка остановлена: сохранённое до этого остаётся");

    public string ImportBroke => Say("The import broke off: what was saved until then stays. The server's log says why.", "Загрузка прервалась: сохранённое до этого остаётся. Причина — в журнале сервера.");

    public string ImportCreated => Say("New", "Новых");

    public string ImportUpdated => Say("Updated", "Обновлено");

    public string ImportRejected => Say("Left out", "Не загружено");

    public string ImportErrors => Say("Rows left out", "Незагруженные строки");

    public string ImportRepeats => Say("Rows that changed a customer", "Строки, обновившие клиента");

    public string FirstOf(int shown, int all) => Say($"The first {Number(shown)} of {Number(all)}; the report has more.", $"Первые {Number(shown)} из {Number(all)}; в отчёте их больше.");

    public string FileLine => Say("Line", "Строка");

    public string Reason => Say("Reason", "Причина");

    public string RecognisedBy(RepeatRule rule) => rule switch
    {
        RepeatRule.ExternalId => Say("by the number in your other system", "по номеру в другой системе"),
        RepeatRule.NameAndNumber => Say("by name and number", "по имени и номеру"),
        _ => Say("by name, company and mail address", "по имени, компании и почте"),
    };

    /// <summary>The file of rows that were left out or changed a customer.</summary>
    public ImportReportWords ImportReport => new(
        FileLine, Say("Result", "Итог"), Reason, Say("left out", "не загружена"), Say("updated", "обновлён"), ImportReason,
        repeat => Say($"customer {repeat.CustomerId}, recognised ", $"клиент {repeat.CustomerId}, узнан ") + RecognisedBy(repeat.By));

    /// <summary>Why a row was left out.</summary>
    public string ImportReason(ImportError error) => error.Field switch
    {
        _ when !_russian => error.Reason,
        ImportError.Torn => "Кавычка не закрыта или стоит посреди поля.",
        ImportError.Width => "Число полей не такое, как в заголовке.",
        "header" => NameColumnMissing,
        var field => $"{FieldName(field.Contains("].label", StringComparison.Ordinal) ? "label" : field.StartsWith("numbers", StringComparison.Ordinal) ? "numbers" : field)}: {Mistake(field, error.Reason.EndsWith(CustomerEditRules.NameMissing, StringComparison.Ordinal))}",
    };

    public string DownloadReport => Say("Download report", "Скачать отчёт");

    public string ToNumbersToCheck => Say("See which numbers cannot be read", "Посмотреть, какие номера не читаются");
}
