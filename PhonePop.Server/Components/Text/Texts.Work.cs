using PhonePop.Ami.Calls;
using PhonePop.Server.Data;

namespace PhonePop.Server.Components.Text;

/// <summary>The operator's work around calls: notes, outcomes, calling back.</summary>
public sealed partial class Texts
{
    /// <summary>The names of the default list are translated; an administrator's own are shown as they are.</summary>
    public string WorkOutcome(string name) => name switch
    {
        "Solved" => Say(name, "Решено"),
        "Call again" => Say(name, "Перезвонить ещё раз"),
        "Passed on" => Say(name, "Передано коллеге"),
        "Offer sent" => Say(name, "Отправлено предложение"),
        "Not interested" => Say(name, "Не интересует"),
        "Wrong number" => Say(name, "Ошиблись номером"),
        _ => name,
    };

    public string NoteLabel => Say("Note", "Заметка");

    public string NoteHint => Say("What was it about? Saved as you type.", "О чём говорили? Сохраняется само.");

    public string CallResult => Say("Outcome", "Результат");

    public string NoCallResult => Say("No outcome yet", "Результат не выбран");

    public string NoteSaving => Say("Saving…", "Сохраняем…");

    public string NoteSaved => Say("Saved", "Сохранено");

    public string NoteNotSaved => Say("Not saved yet: the server does not answer. The text stays in this browser and is sent as soon as it does.", "Ещё не сохранено: сервер не отвечает. Текст хранится в этом браузере и будет отправлен, как только связь появится.");

    public string NoteSignedOut => Say("Not saved yet: you are signed out. Sign in again, and it is sent.", "Ещё не сохранено: вы вышли из системы. Войдите снова, и текст будет отправлен.");

    public string NoteRefused => Say("Not saved: this call cannot be written about, or the text is too long.", "Не сохранено: к этому звонку нельзя писать, или текст слишком длинный.");

    public string WrittenBy(string who, string when) => Say($"{who}, {when}", $"{who}, {when}");

    public string AddNote => Say("Add note", "Добавить заметку");

    public string EditNote => Say("Edit note", "Изменить заметку");

    public string CloseNote => Say("Close note", "Закрыть заметку");

    public string NoteOf(string who) => Say($"Note of {who}", $"Заметка, автор {who}");

    public string LastCalls => Say("Last calls", "Последние звонки");

    public string FirstCall => Say("No earlier calls with this number.", "Раньше с этим номером не говорили.");

    public string Also => Say("Also", "Ещё");

    public string ShowLarge => Say("Show large", "Показать крупно");

    public string CallEnded => Say("Call ended", "Звонок завершён");

    public string WrapUpLeft => Say("time for notes", "время на заметки");

    public string DoneWithNote => Say("Done", "Готово");

    public string Missed => Say("Missed", "Пропущенные");

    public string MissedShort => Say("Missed", "Пропущено");

    public string CallBack => Say("Call back", "Перезвонить");

    public string AllMissed => Say("All missed callers", "Все пропущенные");

    public string NobodyToCallBackTitle => Say("Nobody waits for a call back", "Перезванивать некому");

    public string NobodyToCallBackText => Say("Missed callers appear here for the whole team, and go by themselves when somebody has talked with them.", "Здесь появляются пропущенные звонки всей команды и сами исчезают, когда с клиентом поговорили.");

    public string MissedHint => Say("Shared by the team. An entry goes by itself when anybody talks with that customer.", "Список общий для команды. Запись исчезает сама, когда с клиентом кто-нибудь поговорит.");

    public string MissedTimes(int count) => Say($"{count} {Plural(count, ("call", "calls"), ("", "", ""))}", $"{count} {Plural(count, ("", ""), ("звонок", "звонка", "звонков"))}");

    public string MissedWaiting(int count) => Say($"{count} to call back", $"Перезвонить: {count}");

    public string FirstMissed(string when) => Say($"first at {when}", $"первый: {when}");

    public string Claim => Say("I'll call", "Перезвоню");

    public string ClaimOf(string who) => Say($"I'll call {who}", $"Перезвоню: {who}");

    public string Release => Say("Give back", "Вернуть");

    public string ReleaseOf(string who) => Say($"Give back: {who}", $"Вернуть в список: {who}");

    public string CallbackDone => Say("Done", "Готово");

    public string CallbackDoneOf(string who) => Say($"Done: {who}", $"Готово: {who}");

    public string ClaimedByYou => Say("You take care", "Вы перезвоните");

    public string ClaimedBy(string who) => Say($"{who} takes care", $"Перезванивает: {who}");

    public string RecentlyDone => Say("Recently done", "Недавно обработаны");

    public string EndedAs(CallbackEnd end, string? who) => end switch
    {
        CallbackEnd.Done => Say($"Done by {who}", $"Закрыто, {who}"),
        CallbackEnd.Reached => Say($"Reached by {who}", $"Поговорили, {who}"),
        _ => Say("Nobody called back", "Никто не перезвонил"),
    };

    public string TakenBy(string? who) => who is null ? Say("Somebody else was faster.", "Кто-то опередил вас.") : Say($"{who} was faster.", $"Вас опередили: {who}.");

    public string CallbackGone => Say("This entry is off the list already.", "Этой записи уже нет в списке.");
}
