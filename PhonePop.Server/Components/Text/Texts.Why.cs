using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Text;

/// <summary>The explanation of a call.</summary>
public sealed partial class Texts
{
    public string Why => Say("Why?", "Почему?");

    public string WhyTitle(string who) => Say($"Why “{who}”?", $"Почему «{who}»?");

    public string WhyHint => Say("What the PBX said, in order, and what it changed. This is what support needs when it showed the wrong person.", "Что сообщила АТС, по порядку, и что это изменило. Это нужно поддержке, если показан не тот человек.");

    public string WhyUnknownTitle => Say("Nothing is known of this call", "Об этом звонке ничего не известно");

    public string WhyUnknownText => Say("Explanations are kept for 30 days.", "Объяснения хранятся 30 дней.");

    public string Facts => Say("What happened", "Что произошло");

    public string FactsLeftOut(int count) => Say($"{count} {Plural(count, ("fact", "facts"), ("", "", ""))} in between left out", $"Пропущено посередине: {count}");

    public string WhoWasChosen => Say("Who was chosen", "Кто выбран");

    public string Deliveries => Say("Where it went", "Куда отправлено");

    public string NoDeliveries => Say("Nowhere yet.", "Пока никуда.");

    public string AsJson => Say("As JSON", "В виде JSON");

    public string ListSaid => Say("list of channels", "список каналов");

    public string NothingChanged => Say("the same call, another link", "тот же звонок, другая связь");

    public string FactName(string name) => name switch
    {
        "CoreShowChannels" => ListSaid,
        "lists" => Say("lists of bridges, queues and parking", "списки мостов, очередей и парковки"),
        "connected" => Say("connected to the PBX", "подключились к АТС"),
        "connection lost" => Say("connection lost", "связь потеряна"),
        "list complete" => Say("list of channels complete", "список каналов получен"),
        "list refused" => Say("the PBX gives no list", "АТС не даёт список"),
        "list abandoned" => Say("the list did not end", "список не завершён"),
        "holds asked" => Say("the PBX was asked who is on hold", "у АТС спросили, кто на удержании"),
        "no link followed" => Say("no link followed in time", "связь вовремя не появилась"),
        _ => name,
    };

    public string WhyField(string field) => field switch
    {
        "phase" => StateColumn,
        "direction" => Say("direction", "направление"),
        "party" => Say("who", "кто"),
        "queue" => QueueColumn,
        "did" => Say("line", "линия"),
        "transferredFrom" => Say("transferred from", "передал"),
        "consultFor" => Say("asked about", "советуется о"),
        "outcome" => Result,
        "answeredBy" => Say("answered by", "ответил"),
        "transferredTo" => Say("transferred to", "передан"),
        "conversation" => Say("conversation", "разговор"),
        "channel" => Say("own channel", "свой канал"),
        "partyChannel" => Say("their channel", "их канал"),
        "uncertain" => Say("uncertain", "неизвестно"),
        "final" => Say("ended for good", "завершён окончательно"),
        _ => field,
    };

    /// <summary>A value of a change in the words that every page uses; of the PBX's own words the word.</summary>
    public string WhyValue(string field, string value) => field switch
    {
        "phase" when Enum.TryParse<CallPhase>(value, ignoreCase: true, out var phase) => Phase(phase),
        "direction" when Enum.TryParse<CallDirection>(value, ignoreCase: true, out var direction) => Direction(direction),
        "outcome" when Enum.TryParse<CallOutcome>(value, ignoreCase: true, out var outcome) => Outcome(outcome),
        "party" or "consultFor" when value == "anonymous" => WithheldNumber,
        "uncertain" or "final" => value == "true" ? Say("yes", "да") : Say("no", "нет"),
        _ => value,
    };

    public string Link(PathLink link) => link switch
    {
        PathLink.Start => Say("phone", "телефон"),
        PathLink.Bridge => Say("same bridge", "общий мост"),
        PathLink.HeldBridge => Say("bridge left on hold", "мост на удержании"),
        PathLink.Dial => Say("dial", "вызов"),
        PathLink.Pair => Say("bridged with", "соединён с"),
        PathLink.Local => Say("Local pair", "пара Local"),
        _ => Say("only the phone's display says", "только дисплей телефона:"),
    };

    public string Rule(MatchRule rule, string number) => rule switch
    {
        MatchRule.SameNumber => Say($"has exactly {number}", $"номер в точности {number}"),
        MatchRule.SameEnding => Say($"has the same last digits as {number}, one of the two without a country code", $"последние цифры как у {number}, один из номеров без кода страны"),
        MatchRule.Remembered => Say($"was chosen for {number} by hand, among several who have it", $"выбран вручную для номера {number}, который есть у нескольких"),
        MatchRule.OtherSystem => Say($"is who the other system names for {number}", $"так другая система называет номер {number}"),
        _ => Say($"no customer has {number}", $"ни у кого нет номера {number}"),
    };

    public string NoNumber => Say("There is no number to look for.", "Искать нечего: номера нет.");

    public string ColleaguesAreNotLookedUp => Say("A colleague: customers are not looked up.", "Коллега: клиента не ищем.");

    public string Note(CallNoteKind kind) => kind switch
    {
        CallNoteKind.LookedUp => Say("looked up", "найден в базе"),
        CallNoteKind.Pushed => Say("pushed to browsers", "отправлено в браузеры"),
        CallNoteKind.Shown => Say("shown by a browser", "показано браузером"),
        CallNoteKind.Acknowledged => Say("acknowledged by a browser", "подтверждено браузером"),
        _ => Say("dismissed by the operator", "закрыто оператором"),
    };

    public string Ladder => Say("How it reached the operator", "Как звонок дошёл до оператора");

    public string Step(PopStep step) => step switch
    {
        PopStep.Page => Say("in the page", "на странице"),
        PopStep.Notification => Say("notification", "уведомление"),
        PopStep.Title => Say("title and icon of the tab", "заголовок и значок вкладки"),
        _ => Say("sound", "звук"),
    };

    public string NotAcknowledged => Say("not acknowledged", "не подтверждено");

    public string AfterMilliseconds(double value) => Say($"after {value:0.#} ms", $"через {value.ToString("0.#", Culture)} мс");

    public string VersionOf(long version) => Say($"version {version}", $"версия {version}");
}
