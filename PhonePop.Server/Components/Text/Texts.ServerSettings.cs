using PhonePop.Server.Configuration;
using PhonePop.Server.Personal;

namespace PhonePop.Server.Components.Text;

/// <summary>The settings of the whole server, as administrators keep them.</summary>
public sealed partial class Texts
{
    public string ServerSettings => Say("Server settings", "Настройки сервера");

    public string ServerSettingsShort => Say("Settings", "Настройки");

    public string ServerSettingsHint => Say("For everybody, and at once: nothing has to be restarted.", "Для всех и сразу: перезапуск не нужен.");

    public string SettingsInForce => Say("Saved and in force", "Сохранено и действует");

    public string SettingNeeded => Say("Something is needed here.", "Здесь нужно что-то указать.");

    public string SettingFixed(SettingsOrigin origin, string key) => origin switch
    {
        SettingsOrigin.Environment => Say($"Fixed by the environment variable PhonePop__{key.Replace(":", "__", StringComparison.Ordinal)}", $"Задано переменной окружения PhonePop__{key.Replace(":", "__", StringComparison.Ordinal)}"),
        SettingsOrigin.CommandLine => Say($"Fixed on the command line: --PhonePop:{key}", $"Задано в командной строке: --PhonePop:{key}"),
        _ => Say("Cannot be changed by page: the database lies in memory, so there is no place for settings.json.", "На странице не изменить: база данных в памяти, и settings.json негде хранить."),
    };

    public string UnitOf(string setting) => Say($"{setting}: unit", $"{setting}: единица");

    public string Unit(string name) => name switch
    {
        "s" => Say("seconds", "сек."),
        "m" => Say("minutes", "мин."),
        "h" => Say("hours", "ч"),
        _ => Say("days", "дн."),
    };

    public string SettingsWork => Say("After a call", "После звонка");

    public string SettingOutcomes => Say("Outcomes to choose from", "Результаты звонка на выбор");

    public string SettingOutcomesRule => Say("One a line, 60 characters at most, none twice. Nothing: operators choose no outcome.", "По одному в строке, до 60 знаков, без повторов. Пусто: результат не выбирают.");

    public string SettingWrapUp => Say("Time for notes after a call", "Время на заметки после звонка");

    public string SettingWrapUpRule => Say("The operator counts as busy meanwhile. 0 to 1 hour; 0: none.", "Оператор в это время считается занятым. От 0 до 1 часа; 0: нет.");

    public string SettingKeepCard => Say("The card of an ended call stays for", "Карточка завершённого звонка остаётся");

    public string SettingUpToAnHour => Say("0 to 1 hour.", "От 0 до 1 часа.");

    public string SettingsCallbacks => Say("Calls to return", "Кому перезвонить");

    public string SettingMissedKeep => Say("Who was missed stays on the list for", "Пропущенный остаётся в списке");

    public string SettingMissedKeepRule => Say("1 hour to 365 days.", "От 1 часа до 365 дней.");

    public string SettingDoneShown => Say("Who was reached is still shown for", "Кому дозвонились, показывать ещё");

    public string SettingDoneShownRule => Say("0 up to the time above.", "От 0 до времени выше.");

    public string SettingsNumbers => Say("Numbers", "Номера");

    public string SettingsNumbersHint => Say("How numbers from the PBX and in the search are read. Numbers that are stored stay as they are.", "Как читаются номера от АТС и в поиске. Сохранённые номера не меняются.");

    public string SettingRegion => Say("Country of national numbers", "Страна для номеров без кода страны");

    public string SettingDialPrefixes => Say("Dialled before an outside number", "Набирают перед внешним номером");

    public string SettingDialPrefixesRule => Say("Digits, one prefix a line, such as 9.", "Цифры, по одному префиксу в строке, например 9.");

    public string SettingsDefaults => Say("Notifications, language and look", "Уведомления, язык и вид");

    public string SettingsDefaultsHint => Say("For everybody who has chosen nothing else in their own settings.", "Для всех, кто не выбрал другое в своих настройках.");

    public string PopDefault(PopWhen when) => when == PopWhen.Answered ? Say("When it is answered", "Когда на него отвечают") : PopAt(when);

    public string SettingOpenCard => Say("Open the card by itself when a call is answered", "Открывать карточку, когда на звонок отвечают");

    public string SettingVolumeRule => Say("0 to 100.", "От 0 до 100.");

    public string SettingQuietFrom => Say("Quiet from", "Тихо с");

    public string SettingQuietTo => Say("Quiet to", "Тихо до");

    public string SettingsSupervision => Say("Supervision", "Контроль");

    public string SettingAnswerTarget => Say("Callers should be answered within", "Отвечать звонящим в течение");

    public string SettingAnswerTargetRule => Say("1 second to 1 hour. Who waits longer is marked, and the service level is measured by it.", "От 1 секунды до 1 часа. Кто ждёт дольше, отмечается; по этому считается уровень обслуживания.");

    public string SettingsMasking => Say("Customers' numbers", "Номера клиентов");

    public string SettingsMaskingHint => Say("Who sees +7916***4567 in place of the number, on pages and in programs. Pages that are open follow within half a minute.", "Кто видит +7916***4567 вместо номера, на страницах и в программах. Открытые страницы обновятся в течение полуминуты.");

    public string SettingMasked => Say("Hidden from", "Скрыты от");

    public string MaskedForNobody => Say("nobody", "никого");

    public string MaskedForOperators => Say("operators", "операторов");

    public string MaskedForSupervisors => Say("supervisors", "супервизоров");

    public string MaskedForBoth => Say("operators and supervisors", "операторов и супервизоров");

    public string SettingsRetention => Say("How long things are kept", "Сколько хранить");

    public string SettingsRetentionHint => Say("What is older is deleted for good within the hour.", "Более старое удаляется навсегда в течение часа.");

    public string SettingHistory => Say("Calls and their notes", "Звонки и заметки к ним");

    public string SettingHistoryRule => Say("1 to 3650 days. Nothing: for good.", "От 1 до 3650 дней. Пусто: без срока.");

    public string SettingExplanations => Say("Explanations (“Why?”)", "Объяснения («Почему?»)");

    public string SettingDaysRule => Say("1 to 3650 days.", "От 1 до 3650 дней.");
}
