namespace PhonePop.Server.Components.Text;

/// <summary>The wizard of the first run.</summary>
public sealed partial class Texts
{
    public string NoPbxTextSetup => Say("Say where your Asterisk is, and calls appear here.", "Укажите, где ваш Asterisk, и здесь появятся звонки.");

    public string SetupTitle => Say("Set up PhonePop", "Настройка PhonePop");

    public string SetupIntro => Say("Five short steps; nothing is lost when you leave in between.", "Пять коротких шагов; прервётесь – ничего не потеряется.");

    public string SetupLater => Say("Later", "Позже");

    public string SetupSteps => Say("Steps", "Шаги");

    public string SetupStep(int step) => step switch
    {
        0 => Say("Numbers", "Номера"),
        1 => Say("PBX", "АТС"),
        2 => Say("Check", "Проверка"),
        3 => Say("People", "Люди"),
        _ => Say("First call", "Первый звонок"),
    };

    public string SetupRegionText => Say("How phone numbers are read here: 8 916… or 030… without a country code.", "Как читать номера без кода страны: 8 916… или 030…");

    public string Region => Say("Country", "Страна");

    public string DialPrefixes => Say("Prefixes for an outside line", "Префиксы выхода на внешнюю линию");

    public string DialPrefixesHint => Say("What is dialled before an outside number, such as 9. Several with commas. Empty: nothing.", "Что набирают перед внешним номером, например 9. Несколько – через запятую. Пусто: ничего.");

    public string DialPrefixesWrong => Say("Digits are needed, several with commas.", "Нужны цифры, несколько – через запятую.");

    public string SetupNext => Say("Next", "Дальше");

    public string SetupBack => Say("Back", "Назад");

    public string SetupPbxThere(string names) => Say($"Watched: {names}. More can be added on the page PBX at any time.", $"Подключены: {names}. Другие можно добавить на странице АТС в любое время.");

    public string SetupPbxText => Say("Make an account for PhonePop in manager.conf; it can look and touch nothing. Then say where the PBX is.", "Заведите для PhonePop учётную запись в manager.conf: она может только смотреть. Затем укажите, где АТС.");

    public string SetupCheckText(string pbx) => Say($"What the doctor finds at {pbx}:", $"Что показала проверка АТС {pbx}:");

    public string SetupChangePbx => Say("Change the PBX", "Изменить АТС");

    public string SetupPeopleText => Say("Who answers calls? Each person gets a link that sets their password, once.", "Кто отвечает на звонки? Каждый получит одноразовую ссылку, чтобы задать пароль.");

    public string SetupAnother => Say("Add another", "Добавить ещё");

    public string SetupLinks => Say("Links to hand out", "Ссылки, которые нужно раздать");

    public string SetupLinksHint => Say("Shown on this page alone, good once, for a day. Whoever opens a link first sets that person's password.", "Показаны только здесь, действуют один раз в течение суток. Пароль задаст тот, кто откроет ссылку первым.");

    public string SetupCallNow(string extension) => Say($"Call {extension} now", $"Позвоните на {extension}");

    public string SetupCallAnyone => Say("Call any operator now", "Позвоните любому оператору");

    public string SetupCallText => Say("The next caller appears here, and on the screen of whoever is called.", "Следующий звонок появится здесь и на экране того, кому звонят.");

    public string SetupWaiting => Say("Waiting for the first call…", "Ждём первый звонок…");

    public string SetupWorks => Say("It works: PhonePop sees your calls.", "Работает: PhonePop видит ваши звонки.");

    public string SetupCalled(string who) => Say($"At {who}:", $"Звонят: {who}");

    public string SetupFinish => Say("Go to work", "За работу");

    public string SetupCallProblem => Say("Nothing appears? The doctor follows a test call step by step.", "Ничего не появляется? Проверка пройдёт тестовый звонок по шагам.");

    public string SetupFirstSignIn => Say("A new installation: its console has shown the password of “admin” once, at the first start. Sign in with it, and set-up begins.", "Новая установка: пароль для «admin» был один раз показан в консоли сервера при первом запуске. Войдите с ним, и начнётся настройка.");
}
