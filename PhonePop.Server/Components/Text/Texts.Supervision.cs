using PhonePop.Server.Live;
using PhonePop.Server.Presence;

namespace PhonePop.Server.Components.Text;

/// <summary>What supervisors watch beside the live list: who can be reached.</summary>
public sealed partial class Texts
{
    public string SearchLive => Say("Name or number", "Имя или номер");

    public string AllQueues => Say("All queues", "Все очереди");

    public string AllOperators => Say("All operators", "Все операторы");

    public string AllStates => Say("All states", "Все состояния");

    public string ClearFilters => Say("Clear", "Сбросить");

    public string NothingMatches => Say("Nothing matches the filter.", "По фильтру ничего нет.");

    public string OpenDetails => Say("Details", "Подробности");

    public string Participants => Say("Participants", "Участники");

    public string PathOfCall => Say("Path of the call", "Путь звонка");

    public string NoPhoneYet => Say("No operator’s phone has rung yet.", "Ещё ни у кого не звонило.");

    public string LateWord => Say("late", "долго");

    public string WaitsTooLong => Say("Waits longer than the target", "Ждёт дольше нормы");

    public string FilterFrom => Say("From", "С");

    public string FilterTo => Say("to", "по");

    public string AllDirections => Say("All directions", "Все направления");

    public string DirectionColumn => Say("Direction", "Направление");

    public string AllOutcomes => Say("All results", "Все итоги");

    public string ShowFiltered => Say("Show", "Показать");

    public string ExportCsv => Say("Export CSV", "Выгрузить CSV");

    public string Queues => Say("Queues", "Очереди");

    public string QueuesHint(int seconds) => Say(
        $"Today. Service level: the share of callers who were answered within {seconds} s.", $"Сегодня. Уровень обслуживания: доля тех, кому ответили за {seconds} с.");

    public string NoQueuesTitle => Say("No queue has had a call today", "Сегодня в очередях звонков не было");

    public string NoQueuesText => Say("Queues appear here with their first caller.", "Очередь появится здесь с первым звонком.");

    public string LongestWaitNow => Say("Longest wait", "Ждут дольше всего");

    public string AnsweredToday => Say("Answered", "Принято");

    public string AbandonedToday => Say("Abandoned", "Не дождались");

    public string ServiceLevel => Say("Service level", "Уровень обслуживания");

    public string ServiceLevelHint(int seconds) => Say($"Answered within {seconds} s, of all callers", $"Ответили за {seconds} с, от всех звонивших");

    public string Supervision => Say("Supervision", "Контроль");

    public string Reachability => Say("Reachability", "Доступность");

    public string ReachabilityHint => Say("Whether a call would be seen by each operator. Send a test pop to be sure.", "Увидит ли звонок каждый оператор. Проверьте пробным уведомлением.");

    public string NoOperatorsTitle => Say("No operators yet", "Операторов пока нет");

    public string NoOperatorsText => Say("Users with an extension appear here.", "Здесь появятся пользователи с внутренним номером.");

    public string ReachLevelWord(ReachLevel level) => level switch
    {
        ReachLevel.Green => Say("reached", "доступен"),
        ReachLevel.Amber => Say("not certain", "под вопросом"),
        _ => Say("not reachable", "недоступен"),
    };

    public string ReachCount(ReachLevel level, int count) => level switch
    {
        ReachLevel.Green => Say($"{count} reached", $"Доступны: {count}"),
        ReachLevel.Amber => Say($"{count} not certain", $"Под вопросом: {count}"),
        _ => Say($"{count} not reachable", $"Недоступны: {count}"),
    };

    public string ReachReasonText(ReachReason reason) => reason switch
    {
        ReachReason.Proven => Say("A notification arrived there within the last day.", "За последние сутки уведомление дошло."),
        ReachReason.Unproven => Say("Notifications are on, but none has arrived lately. Send a test pop.", "Уведомления включены, но давно ни одно не доходило. Отправьте пробное."),
        ReachReason.Testing => Say("A test pop is on its way.", "Пробное уведомление в пути."),
        ReachReason.PageOnly => Say("The test was seen in the page, not on the desktop. Quiet hours, perhaps.", "Пробное видно на странице, но не на рабочем столе. Возможно, тихие часы."),
        ReachReason.NotAsked => Say("Notifications are not on yet: press the bell in the top bar there.", "Уведомления ещё не включены: нажмите колокольчик вверху страницы у оператора."),
        ReachReason.NoNotifications => Say("This browser or address shows no notifications: pops appear in the page alone.", "Браузер или адрес не показывает уведомлений: звонок виден только на странице."),
        ReachReason.Silent => Say("Something is connected that does not say how it stands. Reload the page there.", "Подключение не сообщает о себе. Обновите там страницу."),
        ReachReason.NoPage => Say("No page of PhonePop is open.", "Страница PhonePop не открыта."),
        ReachReason.Blocked => Say("Notifications are blocked in the browser. Allow them beside the address.", "Уведомления запрещены в браузере. Разрешите их рядом с адресом."),
        ReachReason.TurnedOff => Say("Pops are switched off in this user's settings.", "Всплывающие звонки выключены в настройках пользователя."),
        _ => Say("The test pop was not acknowledged.", "Пробное уведомление не подтверждено."),
    };

    public string NotificationWord(NotificationState state) => state switch
    {
        NotificationState.Granted => Say("notifications on", "уведомления включены"),
        NotificationState.Default => Say("notifications not asked for", "уведомления не включены"),
        NotificationState.Insecure => Say("page without https", "страница без https"),
        NotificationState.Unsupported => Say("no notifications in this browser", "браузер без уведомлений"),
        NotificationState.Off => Say("switched off", "выключены в настройках"),
        _ => Say("notifications blocked", "уведомления запрещены"),
    };

    public string Browsers => Say("Open", "Открыто");

    public string BrowsersOpen(int count) => Say($"{count} {Plural(count, ("browser", "browsers"), ("", "", ""))}", $"{count} {Plural(count, ("", ""), ("браузер", "браузера", "браузеров"))}");

    public string LastPop => Say("Last pop", "Последний звонок");

    public string LastTest => Say("Last test", "Последняя проверка");

    public string NoneYet => Say("none yet", "пока нет");

    public string TestUnderWay => Say("on its way", "в пути");

    public string SendTestPop => Say("Send test pop", "Проверить");
}
