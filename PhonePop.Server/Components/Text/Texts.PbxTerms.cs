using PhonePop.Ami.Calls;

namespace PhonePop.Server.Components.Text;

/// <summary>What was asked of a PBX, and what it gave.</summary>
public sealed partial class Texts
{
    public string AskedAndGranted => Say("Asked and granted", "Что запрошено и что разрешено");

    public string ManagerVersion => Say("Manager interface", "Версия AMI");

    public string EventClasses => Say("Classes of events", "Классы событий");

    public string EventMaskOf(string? mask, bool isTaken) => (mask, isTaken) switch
    {
        (null, _) => Say("all that the account gives", "все, какие даёт учётная запись"),
        (_, true) => Say($"only {mask}: granted", $"только {mask}: разрешено"),
        _ => Say($"only {mask}: not granted, all of them come", $"только {mask}: не разрешено, приходят все"),
    };

    public string EventFiltersLabel => Say("Filter by name", "Отбор по именам");

    public string FiltersOf(PbxFilters filters, int count) => filters switch
    {
        PbxFilters.Set => Say($"granted: {count} kinds of events come, no others", $"разрешено: {Plural(count, ("", ""), ("приходит", "приходят", "приходят"))} {count} {Plural(count, ("", ""), ("вид", "вида", "видов"))} событий, другие нет"),
        PbxFilters.NotAllowed => Say("not allowed: the account has no write = system. PhonePop works without", "нельзя: у учётной записи нет write = system. PhonePop работает и так"),
        PbxFilters.Refused => Say("refused by the PBX. PhonePop works without", "АТС отказала. PhonePop работает и так"),
        PbxFilters.GivenUp => Say("given up: the PBX took some names and not others", "отключён: часть имён АТС приняла, часть нет"),
        _ => Say("off (FilterEvents)", "выключен (FilterEvents)"),
    };

    public string TrafficLabel => Say("Messages", "Сообщения");

    public string TrafficHint => Say("Since PhonePop watches this PBX. What is not needed is skipped by its name, at almost no cost.", "С начала наблюдения за АТС. Ненужное пропускается по имени и почти ничего не стоит.");

    public string TrafficOf(PbxTraffic traffic) => Say($"{Number(traffic.Read)} read, {Number(traffic.Used)} used", $"прочитано {Number(traffic.Read)}, пригодилось {Number(traffic.Used)}");

    public string AccountMay => Say("The account may", "Учётная запись может");

    public string NothingOfIt => Say("nothing that PhonePop could use", "ничего из того, что нужно PhonePop");

    public string NotTold => Say("the PBX does not tell", "АТС не сообщает");

    public string PbxAuthority => Say("Authority's file", "Файл центра сертификации");

    public string PbxAuthorityHint => Say("PEM, on this server, for a PBX with an authority of its own. Empty: as this machine trusts.", "PEM на этом сервере, если у АТС свой центр. Пусто: как доверяет этот компьютер.");

    public string PbxFilterEvents => Say("Ask for no other events than are needed (wants write = system in manager.conf)", "Запрашивать только нужные события (нужно write = system в manager.conf)");

    public string PbxFilterEventsHint => Say("That right can do far more than filter. Where it is missing everything works without.", "Это право позволяет намного больше, чем отбор. Без него всё работает и так.");

    public string DoctorCostFilter => Say("all events of its classes come; only FilterEvents wants it (write = system)", "приходят все события этих классов; нужно только для FilterEvents (write = system)");
}
