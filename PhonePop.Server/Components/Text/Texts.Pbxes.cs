using PhonePop.Server.Pbx;

namespace PhonePop.Server.Components.Text;

/// <summary>PBXs, as administrators keep them.</summary>
public sealed partial class Texts
{
    public string AddPbx => Say("Add a PBX", "Добавить АТС");

    public string NewPbx => Say("New PBX", "Новая АТС");

    public string PbxName => Say("Name here", "Имя здесь");

    public string PbxNameHint => Say("Short, such as main. It stays: calls carry it.", "Короткое, например main. Потом не меняется: оно входит в звонки.");

    public string PbxHost => Say("Host name or address", "Имя или адрес");

    public string PbxPort => Say("Port", "Порт");

    public string PbxTls => Say("TLS (usually on port 5039)", "TLS (обычно порт 5039)");

    public string PbxThumbprint => Say("Certificate's SHA-256", "Отпечаток SHA-256");

    public string PbxThumbprintHint => Say("Only this certificate is accepted: for one that the PBX signed itself. Empty: as this machine trusts.", "Принимается только этот сертификат: для самоподписанного. Пусто: как доверяет этот компьютер.");

    public string PbxUserName => Say("User name in manager.conf", "Имя в manager.conf");

    public string PbxSecret => Say("Secret in manager.conf", "Пароль (secret) в manager.conf");

    public string SecretKept => Say("kept – type to replace", "сохранён – введите, чтобы заменить");

    public string SecretAgain => Say("Type the secret again: it is not sent to another address, or under another name, by itself.", "Введите пароль ещё раз: на другой адрес или под другим именем он сам не отправляется.");

    public string PbxPattern => Say("Which phones are operators", "Какие телефоны – операторы");

    public string PbxPatternHint => Say(@"A regular expression for the device's name: ^\d{2,5}$ makes PJSIP/101 the phone of 101.", @"Регулярное выражение для имени устройства: ^\d{2,5}$ – и PJSIP/101 станет телефоном 101.");

    public string PbxMore => Say("More settings", "Ещё настройки");

    public string PbxModeLabel => Say("Watched by", "Как следить");

    public string PbxModeName(PbxMode mode) => mode == PbxMode.Events
        ? Say("events and lists", "события и списки")
        : Say("lists alone", "только списки");

    public string PbxModeHint => Say("Lists alone, one a second: for servers where events are too heavy.", "Только списки, раз в секунду: если события слишком тяжелы для сервера.");

    public string PbxInterval => Say("Seconds between lists", "Секунд между списками");

    public string PbxManagerConf => Say("What manager.conf needs", "Что нужно в manager.conf");

    public string PbxManagerConfHint => Say("Put your secret and the address of this server into it, then: asterisk -rx \"manager reload\"", "Впишите свой пароль и адрес этого сервера, затем: asterisk -rx \"manager reload\"");

    public string CopyManagerConf => Say("Copy the section of manager.conf", "Скопировать раздел manager.conf");

    public string TestConnection => Say("Test connection", "Проверить связь");

    public string TestingConnection => Say("Looking at the PBX…", "Проверяем АТС…");

    public string TestGood => Say("All good: PhonePop can watch this PBX.", "Всё хорошо: PhonePop может следить за этой АТС.");

    public string SavePbx => Say("Save and watch", "Сохранить и следить");

    public string PbxEditOf(string name) => Say($"Change {name}", $"Изменить {name}");

    public string PbxRemoveOf(string name) => Say($"Remove {name}", $"Удалить {name}");

    public string PbxRemove => Say("Remove", "Удалить");

    public string PbxRemoveQuestion(string name, int seats) => Say(
        $"{name} is watched no longer, and its calls leave the screens at once. History stays.{(seats == 0 ? "" : $" {seats} {(seats == 1 ? "user has a phone" : "users have phones")} there and will see no calls.")}",
        $"За {name} больше не следим, её звонки сразу исчезнут с экранов. История останется.{(seats == 0 ? "" : $" {seats} {Plural(seats, ("", ""), ("пользователь", "пользователя", "пользователей"))} с телефонами на ней не {(seats % 10 == 1 && seats % 100 != 11 ? "увидит" : "увидят")} звонков.")}");

    public string PbxFromSettings(string where) => Say($"Set in {where}; it is changed there.", $"Задана в {where}; изменяется там.");

    public string OriginEnvironment => Say("the environment", "переменных окружения");

    public string OriginCommandLine => Say("the command line", "командной строке");

    public string PbxFieldFixed => Say("Set by the environment or the command line.", "Задано переменной окружения или в командной строке.");

    public string DemoEnds => Say("The demo goes on until the server starts next. Then only your PBX is watched, with your own database.", "Демо продолжится до следующего запуска сервера. Потом – только ваша АТС и ваша база данных.");

    public string SettingsProblems => Say("This was not saved:", "Не сохранено:");

    public string NoPbxTextAdmin => Say("Add one here; it is watched at once. Or name it under PhonePop:Pbxes in appsettings.json.", "Добавьте её здесь, и мы сразу начнём следить. Или укажите в PhonePop:Pbxes файла appsettings.json.");

    public string PbxMistake(string field) => field switch
    {
        "Name" => Say("Latin letters, digits, dots, underscores and hyphens, with at least one letter; not the name of another PBX.", "Латинские буквы, цифры, точки, подчёркивания и дефисы, хотя бы одна буква; не имя другой АТС."),
        "Host" => Say("A host name or an address is needed, without a port.", "Нужно имя компьютера или адрес, без порта."),
        "Port" => Say("A port is a number from 1 to 65535.", "Порт – число от 1 до 65535."),
        "Username" => Say("The name of the section in manager.conf is needed.", "Нужно имя раздела в manager.conf."),
        "Secret" => Say("The secret of that section is needed.", "Нужен пароль (secret) этого раздела."),
        "OperatorExtensions" => Say("This is no regular expression.", "Это не регулярное выражение."),
        "SnapshotInterval" => Say("From 1 second to a day.", "От 1 секунды до суток."),
        "TlsAuthority" => Say("There is no such file on this server, or PhonePop may not read it.", "На этом сервере нет такого файла, или PhonePop нельзя его читать."),
        "TlsThumbprint" => Say("64 hexadecimal digits are needed, with or without colons.", "Нужны 64 шестнадцатеричные цифры, с двоеточиями или без."),
        _ => Say("This cannot be.", "Так нельзя."),
    };
}
