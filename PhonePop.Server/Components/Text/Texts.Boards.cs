using PhonePop.Ami.Queues;

namespace PhonePop.Server.Components.Text;

/// <summary>The boards of operators and queues, and the wallboard.</summary>
public sealed partial class Texts
{
    public string SearchOperator => Say("Name or extension", "Имя или номер");

    public string MoreOperators(int more, int all) => Say($"Show {Number(more)} more of {Number(all)}", $"Показать ещё {Number(more)} из {Number(all)}");

    public string CallsToday => Say("Calls", "Звонки");

    public string TalkTime => Say("Talk time", "Разговор");

    public string NoAccountThere => Say("no account at this phone", "нет учётной записи");

    public string OtherCalls(int count) => Say($"{count} more {Plural(count, ("call", "calls"), ("", "", ""))}", $"и ещё {count} {Plural(count, ("", ""), ("звонок", "звонка", "звонков"))}");

    public string OnCallGroup => Say("On a call", "На линии");

    public string FreeGroup => Say("Free", "Свободны");

    public string AwayGroup => Say("Away", "Недоступны");

    public string FreeOf(int free, int all) => Say($"{free} of {all} free", $"свободны {free} из {all}");

    public string FreeColumn => Say("Free", "Свободны");

    public string Members => Say("Members", "Операторы очередей");

    public string NoMembersText => Say("The PBX has told of no members yet.", "АТС пока не сообщила об операторах очередей.");

    public string QueuesRefused(string pbx, string answer) => Say(
        $"{pbx} does not list who works in its queues ({answer}). Give the account in manager.conf read = agent and the action QueueStatus.",
        $"{pbx} не сообщает, кто работает в очередях ({answer}). Дайте учётной записи в manager.conf read = agent и действие QueueStatus.");

    public string Member(QueueMemberState state) => state switch
    {
        QueueMemberState.Free => Say("free", "свободен"),
        QueueMemberState.Ringing => Say("ringing", "звонит"),
        QueueMemberState.InCall => Say("on a call", "на линии"),
        QueueMemberState.OnHold => Say("on hold", "удержание"),
        QueueMemberState.Busy => Say("busy", "занят"),
        QueueMemberState.Unavailable => Say("phone unavailable", "телефон недоступен"),
        _ => Say("unknown", "неизвестно"),
    };

    public string MemberPaused => Say("paused", "на паузе");

    public string MemberPenalty(int penalty) => Say($"penalty {penalty}", $"штраф {penalty}");

    public string CallsTaken(int count) => Say($"{count} taken", $"принято {count}");

    public string LastCallAt(string moment) => Say($"last {moment}", $"последний {moment}");

    public string Wallboard => Say("Wallboard", "Табло");

    public string WallWaiting => Say("Waiting", "Ждут");

    public string WallLongest => Say("Longest wait", "Ждут дольше всего");

    public string WallTalking => Say("Talking", "Говорят");

    public string WallFree => Say("Free operators", "Свободны");

    public string WallAnswered => Say("Answered today", "Принято сегодня");

    public string WallMissed => Say("Missed today", "Пропущено сегодня");

    public string WallAbandoned => Say("Abandoned today", "Не дождались сегодня");

    public string WallLevel(int seconds) => Say($"Answered within {seconds} s", $"Ответ за {seconds} с");

    public string WallLongestShort => Say("Longest", "Дольше всех");

    public string WallLevelShort(int seconds) => Say($"In {seconds} s", $"За {seconds} с");

    public string WallLongestToday => Say("Longest answered wait", "Самое долгое ожидание");

    public string FullScreen => Say("Full screen", "Во весь экран");

    public string LightBoard => Say("Light", "Светлое");

    public string DarkBoard => Say("Dark", "Тёмное");

    public string LeaveBoard => Say("Back", "Назад");
}
