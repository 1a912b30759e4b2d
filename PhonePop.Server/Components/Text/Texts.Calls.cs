using PhonePop.Ami.Calls;

namespace PhonePop.Server.Components.Text;

/// <summary>Calls: phases, outcomes, who is at the other end.</summary>
public sealed partial class Texts
{
    public string Phase(CallPhase phase) => phase switch
    {
        CallPhase.Ringing => Say("Ringing", "Звонит"),
        CallPhase.Dialing => Say("Dialling", "Вызов"),
        CallPhase.Talking => Say("Talking", "Разговор"),
        CallPhase.Held => Say("On hold", "На удержании"),
        _ => Say("Ended", "Завершён"),
    };

    public string State(ConversationState state) => state switch
    {
        ConversationState.Waiting => Say("Waiting", "Ожидает"),
        ConversationState.Ringing => Phase(CallPhase.Ringing),
        ConversationState.Dialing => Phase(CallPhase.Dialing),
        ConversationState.Talking => Phase(CallPhase.Talking),
        ConversationState.Held => Phase(CallPhase.Held),
        ConversationState.Parked => Say("Parked", "На парковке"),
        _ => Phase(CallPhase.Ended),
    };

    public string Outcome(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Answered => Say("Talked", "Разговор"),
        CallOutcome.Missed => Say("Missed", "Пропущен"),
        CallOutcome.AnsweredElsewhere => Say("Answered by a colleague", "Ответил коллега"),
        CallOutcome.Transferred => Say("Transferred", "Переведён"),
        CallOutcome.Parked => Say("Parked", "На парковке"),
        CallOutcome.Busy => Say("Busy", "Занято"),
        CallOutcome.NoAnswer => Say("No answer", "Не ответили"),
        _ => Say("Failed", "Не состоялся"),
    };

    public string AnsweredBy(string who) => Say($"Answered by {who}", $"Трубку взяли: {who}");

    public string TransferredTo(string who) => Say($"Transferred to {who}", $"Передан: {who}");

    public string TransferredFrom(string who) => Say($"Transferred from {who}", $"Передал коллега: {who}");

    public string ConsultsAbout => Say("A colleague asks you about", "Коллега советуется с вами, клиент:");

    public string ConsultHint => Say("The customer is on hold and may be given to you.", "Клиент на удержании, его могут перевести на вас.");

    public string Waited(string duration) => Say($"waited {duration}", $"ожидание {duration}");

    public string Queue(string queue) => Say($"queue {queue}", $"очередь {queue}");

    public string Line(string number) => Say($"line {number}", $"линия {number}");

    public string WithheldNumber => Say("Withheld number", "Номер скрыт");

    public string NewCaller => Say("New caller", "Новый номер");

    public string LookingUp => Say("Looking the number up…", "Ищем номер…");

    public string CallerSays(string name) => Say($"The line says “{name}”", $"В линии: «{name}»");

    public string Colleague => Say("Colleague", "Коллега");

    public string SeveralMatches(int count) => Say($"{count} customers have this number. Who is it?", $"Этот номер у {count} {Plural(count, ("", ""), ("клиента", "клиентов", "клиентов"))}. Кто это?");

    public string SeveralShort(int count) => Say($"{count} customers", $"{count} {Plural(count, ("", ""), ("клиент", "клиента", "клиентов"))}");

    public string AllMatches => Say("All with this number", "Все с этим номером");

    public string OpenCard => Say("Open card", "Открыть карточку");

    public string CreateCustomer => Say("Create customer", "Создать клиента");

    public string UncertainSince(string time) => Say($"Uncertain since {time}: the PBX is not connected", $"Неизвестно с {time}: нет связи с АТС");

    public string Uncertain => Say("Uncertain: the PBX is not connected", "Неизвестно: нет связи с АТС");

    public string EndedUnseen => Say("ended unseen", "конец не видели");

    public string EndedUnseenHint => Say("The call ended while PhonePop was not connected: when and how is a guess.", "Звонок закончился, пока PhonePop не был на связи: когда и чем, можно только предполагать.");

    public string CurrentCalls => Say("Current calls", "Текущие звонки");

    public string RecentCalls => Say("Recent calls", "Недавние звонки");

    public string NoRecentCalls => Say("Calls that end appear here.", "Здесь появятся завершённые звонки.");

    public string NoCallsTitle => Say("No calls", "Звонков нет");

    public string NoCallsText => Say("The next caller appears here.", "Следующий звонок появится здесь.");

    public string NoExtensionTitle => Say("You have no extension", "У вас нет внутреннего номера");

    public string NoExtensionText => Say("Ask your administrator to set one, and your calls appear here.", "Попросите администратора назначить его, и звонки появятся здесь.");

    public string TickPbxConnected(string pbx) => Say($"PBX “{pbx}” is connected", $"АТС «{pbx}» на связи");

    public string TickPbxDown(string pbx, string state) => Say($"PBX “{pbx}”: {state}", $"АТС «{pbx}»: {state}");

    public string TickExtension(string extension) => Say($"Your extension is {extension}", $"Ваш внутренний номер {extension}");

    public string TickNotificationsOn => Say("Notifications are on", "Уведомления включены");

    public string TickNotificationsOff => Say("Notifications are off", "Уведомления выключены");

    public string Direction(CallDirection direction) => direction switch
    {
        CallDirection.Inbound => Say("Incoming", "Входящий"),
        CallDirection.Outbound => Say("Outgoing", "Исходящий"),
        _ => Say("Internal", "Внутренний"),
    };

    public string When => Say("When", "Когда");

    public string Who => Say("Who", "Кто");

    public string Result => Say("Result", "Итог");

    public string Length => Say("Length", "Длит.");

    public string Operator => Say("Operator", "Оператор");

    public string Today => Say("Today", "Сегодня");

    public string Yesterday => Say("Yesterday", "Вчера");

    public string OnTheLine => Say("On the line now", "Сейчас на линии");

    public string CallsCount(int count) => Say($"{count} {Plural(count, ("call", "calls"), ("", "", ""))}", $"{count} {Plural(count, ("", ""), ("звонок", "звонка", "звонков"))}");
}
