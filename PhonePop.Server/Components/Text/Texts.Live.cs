using PhonePop.Ami.Calls;
using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Text;

/// <summary>The supervisor's pages: live list and PBXs.</summary>
public sealed partial class Texts
{
    public string Waiting => Say("Waiting", "Ожидают");

    public string Talking => Say("Talking", "Разговаривают");

    public string NobodyWaits => Say("Nobody is waiting.", "Никто не ждёт.");

    public string NobodyTalks => Say("Nobody is talking.", "Никто не разговаривает.");

    public string Caller => Say("Customer", "Клиент");

    public string Operators => Say("Operators", "Операторы");

    public string QueueColumn => Say("Queue", "Очередь");

    public string StateColumn => Say("State", "Состояние");

    public string ForHowLong => Say("For", "Сколько");

    public string Total => Say("Total", "Всего");

    public string ParkedAt(string space) => Say($"parked at {space}", $"парковка {space}");

    public string ChangesWhilePaused(int count) => Say($"{count} {Plural(count, ("change", "changes"), ("", "", ""))} – resume", $"{count} {Plural(count, ("", ""), ("изменение", "изменения", "изменений"))} – показать");

    public string Internal => Say("Internal", "Внутренний");

    public string Pbx(PbxState state) => state switch
    {
        PbxState.Connecting => Say("connecting", "подключаемся"),
        PbxState.Connected => Say("connected", "на связи"),
        PbxState.Reconnecting => Say("reconnecting", "восстанавливаем связь"),
        PbxState.Refused => Say("refused us", "отказала"),
        _ => Say("stopped", "остановлена"),
    };

    public string PbxHelp(PbxState state, string address) => state switch
    {
        PbxState.Connecting => Say($"Connecting to {address}.", $"Подключаемся к {address}."),
        PbxState.Reconnecting => Say($"The connection to {address} was lost and is being opened again. Calls below are as they were last seen.", $"Связь с {address} потеряна, подключаемся снова. Звонки ниже показаны такими, какими их видели в последний раз."),
        PbxState.Refused => Say($"The PBX at {address} refused the user name or the secret. Check manager.conf.", $"АТС {address} не приняла имя или пароль. Проверьте manager.conf."),
        PbxState.Stopped => Say("Stopped on purpose.", "Остановлена намеренно."),
        _ => Say("All is well.", "Всё в порядке."),
    };

    public string Since(string time) => Say($"since {time}", $"с {time}");

    public string Version => Say("Asterisk", "Asterisk");

    public string Address => Say("Address", "Адрес");

    public string EventsPerSecond => Say("Events per second", "Событий в секунду");

    public string Lag => Say("Answer time", "Время ответа");

    public string Milliseconds(long value) => Say($"{value} ms", $"{value} мс");

    public string Limitations => Say("What is missing, and what that costs", "Чего не хватает и чем это грозит");

    public string NoLimitations => Say("Nothing is missing.", "Ничего не ограничено.");

    public string Repairs => Say("Repairs", "Исправления");

    public string RepairsHint => Say("What a list of channels corrected because an event came late or not at all.", "Что поправил список каналов, потому что событие опоздало или не пришло.");

    public string PopDelay => Say("From PBX to screen", "От АТС до экрана");

    public string PopDelayOf(PopDelay delay) => $"{Milliseconds((long)Math.Ceiling(delay.P50))} (p50), {Milliseconds((long)Math.Ceiling(delay.P99))} (p99)";

    public string PopDelayHint(int count) => Say(
        $"Of the last {count} {Plural(count, ("pop", "pops"), ("", "", ""))} that browsers acknowledged.",
        $"По последним подтверждениям браузеров: {count}.");

    public string BadMessages => Say("Unreadable messages", "Нечитаемых сообщений");

    public string Unknown => Say("not known yet", "пока неизвестно");

    public string NoPbxTitle => Say("No PBX is configured", "АТС не настроена");

    public string NoPbxText => Say("Add one under PhonePop:Pbxes in appsettings.json and start again.", "Добавьте её в PhonePop:Pbxes файла appsettings.json и запустите снова.");
}
