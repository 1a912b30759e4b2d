using PhonePop.Server.Doctor;

namespace PhonePop.Server.Components.Text;

/// <summary>The set-up doctor: the page, the command line, and the names of the checks.</summary>
public sealed partial class Texts
{
    public string Doctor => Say("Doctor", "Проверка");

    public string DoctorTitle => Say("Set-up doctor", "Проверка настройки");

    public string DoctorIntro => Say(
        "Checks the way from a PBX to the operator's screen and names the step that fails. It looks and changes nothing.",
        "Проверяет путь от АТС до экрана оператора и называет шаг, на котором он обрывается. Ничего не меняет.");

    public string DoctorStart => Say("Start the check", "Начать проверку");

    public string DoctorAgain => Say("Check again", "Проверить снова");

    public string DoctorStop => Say("Stop", "Остановить");

    public string DoctorWhich => Say("PBX", "АТС");

    public string DoctorGroupPbx => Say("PBX and account", "АТС и учётная запись");

    public string DoctorGroupCall => Say("Test call", "Пробный звонок");

    public string DoctorCallHint => Say(
        "When the checks above are done: sign in as an operator in a browser, then call that operator's number from outside.",
        "Когда проверки выше пройдены: войдите в браузере как оператор и позвоните на его номер с городского или мобильного.");

    public string DoctorWhatToDo => Say("What to do", "Что делать");

    public string DoctorDetails(int count) => Say($"Details ({count})", $"Подробности ({count})");

    public string DoctorShowSample(CheckId id) => id == CheckId.Account ? Say("The section", "Раздел") : Say("The settings", "Настройки");

    public string DoctorBeforeTitle => Say("Nothing has been checked yet", "Ещё ничего не проверено");

    public string DoctorCopySample => Say("Copy", "Скопировать");

    public string DoctorBeforePbx => Say(
        "First the PBX is checked on a connection of its own: address, login, rights, phones. Then you call an operator, and each step of that call turns green, up to the operator's screen.",
        "Сначала по отдельному соединению проверяется АТС: адрес, вход, права, телефоны. Затем вы звоните оператору, и каждый шаг звонка становится зелёным, до экрана оператора.");

    public string DoctorSecondsLeft(int seconds) => Say($"Waiting for a call, at most {seconds / 60} min", $"Ждём звонка, не дольше {seconds / 60} мин");

    public string DoctorState(CheckState state) => state switch
    {
        CheckState.Waiting => Say("waiting", "ждёт"),
        CheckState.Running => Say("checking", "проверяем"),
        CheckState.Ok => Say("good", "хорошо"),
        CheckState.Warning => Say("could be better", "можно лучше"),
        CheckState.Failed => Say("fails", "не работает"),
        _ => Say("not checked", "не проверялось"),
    };

    public string DoctorCheck(CheckId id) => id switch
    {
        CheckId.Address => Say("Address", "Адрес"),
        CheckId.Banner => Say("Manager interface", "Интерфейс AMI"),
        CheckId.Login => Say("Login", "Вход"),
        CheckId.Version => Say("Version", "Версия"),
        CheckId.Rights => Say("Rights", "Права"),
        CheckId.Events => Say("Events", "События"),
        CheckId.Devices => Say("Phones", "Телефоны"),
        CheckId.Account => Say("Smallest account", "Минимальная учётная запись"),
        CheckId.Ringing => Say("Seen ringing", "Звонок виден"),
        CheckId.Operator => Say("Operator found", "Оператор найден"),
        CheckId.Customer => Say("Customer matched", "Клиент найден"),
        CheckId.Pushed => Say("Pushed to the browser", "Отправлено в браузер"),
        _ => Say("Shown by the browser", "Показано браузером"),
    };

    public string DoctorAllGood => Say("Everything is in order: calls pop.", "Всё в порядке: звонки показываются.");

    public string DoctorGoodSoFar => Say("Everything that could be checked is in order.", "Всё, что можно было проверить, в порядке.");

    public string DoctorFails(string step) => Say($"This step fails: {step}", $"Обрывается на шаге: {step}");

    public string DoctorNotReached => Say("Not checked: a step before it fails.", "Не проверялось: не пройден предыдущий шаг.");

    public string DoctorStopped => Say("Stopped.", "Остановлено.");

    public string DoctorNoCallWanted => Say("No test call was asked for (--wait 0).", "Пробный звонок не запрошен (--wait 0).");

    public string DoctorHeading(string pbx, string address) => Say($"PBX {pbx} at {address}", $"АТС {pbx}, {address}");

    public string DoctorDemo => Say(
        "No PBX is configured, so this checks the demo's own one; a demo customer calls by itself.",
        "АТС не настроена, поэтому проверяется АТС демо; клиент позвонит сам.");

    public string DoctorNothing => Say(
        "No PBX is configured. Put Name, Host, Username and Secret under PhonePop:Pbxes in appsettings.json, or set PhonePop__Pbxes__0__Name, PhonePop__Pbxes__0__Host, PhonePop__Pbxes__0__Username and PhonePop__Pbxes__0__Secret.",
        "АТС не настроена. Укажите Name, Host, Username и Secret в PhonePop:Pbxes файла appsettings.json или в переменных PhonePop__Pbxes__0__Name, PhonePop__Pbxes__0__Host, PhonePop__Pbxes__0__Username, PhonePop__Pbxes__0__Secret.");

    public string DoctorNoSuchPbx(string name, string known) => Say($"No PBX is called {name}. Configured: {known}.", $"АТС с именем {name} нет. Настроены: {known}.");

    public string DoctorUsage => Say(
        """
        doctor [--pbx NAME] [--wait SECONDS]
          checks each configured PBX, or the one that is named, and then follows a test call
            --pbx NAME       only this PBX
            --wait SECONDS   how long to wait for a test call, 0 to 3600, default 120; 0: no test call
          Settings are read as the server reads them. Exit code 0: nothing fails; 1: a step fails; 2: wrong usage; 130: stopped by Ctrl-C.
        """,
        """
        doctor [--pbx ИМЯ] [--wait СЕКУНДЫ]
          проверяет каждую настроенную АТС (или названную) и следит за пробным звонком
            --pbx ИМЯ        только эта АТС
            --wait СЕКУНДЫ   сколько ждать звонка, от 0 до 3600, обычно 120; 0: без звонка
          Настройки те же, что у сервера. Код выхода 0: всё работает; 1: шаг не пройден; 2: ошибка в команде; 130: остановлено Ctrl-C.
        """);

    public string DoctorOpenPage(string address) => Say(
        $"The last two steps can be seen inside the running server only: sign in there as an administrator and open {address}",
        $"Последние два шага видны только внутри работающего сервера: войдите как администратор и откройте {address}");
}
