namespace PhonePop.Server.Components.Text;

/// <summary>What the set-up doctor finds on the way to a PBX and in it. English stays within ASCII where it goes to a console.</summary>
public sealed partial class Texts
{
    public string DoctorReached(string address, string? local) => Say($"{address} answers; we come from {local}.", $"{address} отвечает; мы приходим с {local}.");

    public string DoctorReachedTls(string address, string? local) => Say($"{address} answers over TLS; we come from {local}.", $"{address} отвечает по TLS; мы приходим с {local}.");

    public string DoctorNameUnknown(string host) => Say($"The name {host} is not known.", $"Имя {host} не найдено.");

    public string DoctorNameUnknownAdvice(string host) => Say(
        $"Check Host for a typing mistake, ask this machine with \"getent hosts {host}\", or give the PBX's IP address.",
        $"Проверьте Host на опечатку, спросите этот компьютер: \"getent hosts {host}\", или укажите IP-адрес АТС.");

    public string DoctorRefused(string address) => Say($"{address} refuses the connection: the machine is there, and nothing listens on this port.", $"{address} отклоняет соединение: компьютер есть, но порт никто не слушает.");

    public string DoctorRefusedAdvice(int port) => Say(
        $"Is Asterisk running? In manager.conf under [general]: enabled = yes, port = {port}, and a bindaddr that others can reach (not 127.0.0.1, unless PhonePop runs there). Then \"manager reload\"; \"manager show settings\" shows what it listens on.",
        $"Запущен ли Asterisk? В manager.conf в [general]: enabled = yes, port = {port} и bindaddr, доступный снаружи (не 127.0.0.1, если PhonePop на другом компьютере). Затем \"manager reload\"; \"manager show settings\" покажет, что он слушает.");

    public string DoctorUnreachable(string address) => Say($"{address} does not answer.", $"{address} не отвечает.");

    public string DoctorUnreachableAdvice(int port) => Say(
        $"Nothing came back, not even a refusal: a wrong address, a machine that is off, or a firewall. Allow TCP port {port} from this machine on the PBX and on what lies between.",
        $"Не пришло ничего, даже отказа: неверный адрес, выключенный компьютер или межсетевой экран. Разрешите TCP-порт {port} с этого компьютера на АТС и на пути к ней.");

    public string DoctorTlsPlain(string address) => Say($"{address} speaks without TLS, and Tls is true.", $"{address} работает без TLS, а Tls = true.");

    public string DoctorTlsPlainAdvice => Say("Set Tls to false, or use the TLS port of the PBX (tlsbindaddr in manager.conf, usually 5039).", "Укажите Tls: false или TLS-порт АТС (tlsbindaddr в manager.conf, обычно 5039).");

    public string DoctorTlsFailed(string address) => Say($"TLS with {address} fails.", $"TLS с {address} не устанавливается.");

    public string DoctorTlsFailedAdvice => Say(
        "In manager.conf: tlsenable = yes, tlsbindaddr and tlscertfile with a certificate and its key. An old Asterisk may only know TLS versions that this machine refuses.",
        "В manager.conf: tlsenable = yes, tlsbindaddr и tlscertfile с сертификатом и ключом. Старый Asterisk может знать только версии TLS, которые этот компьютер не принимает.");

    public string DoctorTlsName(string host) => Say($"The PBX's certificate is not for the name {host}.", $"Сертификат АТС выдан не на имя {host}.");

    public string DoctorTlsNameAdvice(string host) => Say($"Set Host to the name in the certificate, or give the PBX a certificate for {host}.", $"Укажите в Host имя из сертификата или выпустите для АТС сертификат на {host}.");

    public string DoctorTlsUntrusted(string address) => Say($"The certificate of {address} is not trusted here, or has expired.", $"Сертификату {address} здесь не доверяют, или его срок истёк.");

    public string DoctorTlsUntrustedAdvice => Say(
        "Name a PEM file with the authority that signed it in TlsAuthority (for a self-signed one: the certificate itself), add that to the trusted certificates of this machine (update-ca-certificates), or renew it.",
        "Укажите в TlsAuthority PEM-файл с подписавшим его центром (для самоподписанного – с самим сертификатом), добавьте этот центр в доверенные сертификаты этого компьютера (update-ca-certificates) или обновите сертификат.");

    public string DoctorTlsOther(string address) => Say($"The certificate of {address} is not the one that TlsThumbprint names.", $"Сертификат {address} – не тот, что указан в TlsThumbprint.");

    public string DoctorTlsOtherAdvice => Say(
        "If it was renewed, put its new thumbprint there: openssl x509 -in asterisk.pem -noout -fingerprint -sha256, on the PBX. If nobody renewed it, somebody else may be answering.",
        "Если его обновили, впишите новый отпечаток: openssl x509 -in asterisk.pem -noout -fingerprint -sha256 на АТС. Если никто не обновлял, возможно, отвечает кто-то другой.");

    public string DoctorTlsAuthority(string? file) => Say($"The file {file}, which TlsAuthority names, is of no use.", $"Файл {file}, указанный в TlsAuthority, не годится.");

    public string DoctorTlsAuthorityAdvice => Say(
        "It must be there, and hold certificates as PEM (-----BEGIN CERTIFICATE-----). Under the unit PhonePop has a user of its own, who may read what everybody may: chmod 644 for the file, 755 for its folder. It holds no secret.",
        "Он должен существовать и содержать сертификаты в виде PEM (-----BEGIN CERTIFICATE-----). Под systemd у PhonePop свой пользователь, который читает лишь то, что можно всем: chmod 644 для файла, 755 для его папки. Секретов в нём нет.");

    public string DoctorBanner(string version) => Say($"An Asterisk manager interface answers, protocol {version}.", $"Отвечает интерфейс AMI, протокол {version}.");

    public string DoctorClosed(string address) => Say($"{address} closes the connection without a word.", $"{address} закрывает соединение, ничего не сказав.");

    public string DoctorClosedAdvice => Say(
        "A proxy or a firewall does that, and Asterisk when too many clients wait for their login (authlimit in manager.conf): try again in a minute.",
        "Так делают прокси и межсетевые экраны, а также Asterisk, когда слишком многие ждут входа (authlimit в manager.conf): повторите через минуту.");

    public string DoctorSilent(string address) => Say($"{address} accepts the connection and says nothing: this is no manager interface.", $"{address} принимает соединение и молчит: это не AMI.");

    public string DoctorSilentAdvice(int port) => Say(
        $"Port {port} belongs to another program, or is AMI with TLS (then set Tls to true). The manager interface is usually 5038 and greets with \"Asterisk Call Manager\".",
        $"Порт {port} занят другой программой, или это AMI с TLS (тогда Tls: true). Обычно AMI на 5038 и здоровается словами \"Asterisk Call Manager\".");

    public string DoctorIsWeb(string address) => Say($"A web server answers at {address}.", $"На {address} отвечает веб-сервер.");

    public string DoctorIsSip(string address) => Say($"A SIP server answers at {address}: that is the port of the phones.", $"На {address} отвечает SIP-сервер: это порт телефонов.");

    public string DoctorIsTls(string address) => Say($"A TLS server answers at {address}.", $"На {address} отвечает TLS-сервер.");

    public string DoctorIsTlsAdvice => Say("If it is the manager interface with TLS, set Tls to true; else use its own port, usually 5038.", "Если это AMI с TLS, укажите Tls: true; иначе нужен порт AMI, обычно 5038.");

    public string DoctorIsForeign(string address, string first) => Say($"Something else answers at {address}: \"{first}\".", $"На {address} отвечает что-то другое: \"{first}\".");

    public string DoctorPortAdvice => Say("Set Port to the manager interface's, usually 5038: \"manager show settings\" on the PBX names it.", "Укажите в Port порт AMI, обычно 5038: его назовёт \"manager show settings\" на АТС.");

    public string DoctorLoggedIn(string user) => Say($"The PBX accepted {user}.", $"АТС приняла {user}.");

    public string DoctorLoginRefused(string user, string said) => Say($"The PBX refused {user}: {said}", $"АТС не приняла {user}: {said}");

    public string DoctorLoginRefusedAdvice(string user) => Say(
        $"Asterisk gives the same answer to a wrong name, a wrong secret and a forbidden address. Its own log tells: grep \"'{user}'\" /var/log/asterisk/messages* (or full*). Correct manager.conf or the settings, then \"manager reload\". The section below is enough.",
        $"Asterisk одинаково отвечает на неверное имя, неверный пароль и запрещённый адрес. Различает их его журнал: grep \"'{user}'\" /var/log/asterisk/messages* (или full*). Исправьте manager.conf или настройки, затем \"manager reload\". Достаточно раздела ниже.");

    public string DoctorLogNoUser(string user) => Say(
        $"\"tried to authenticate with nonexistent user '{user}'\": there is no section [{user}], or \"manager reload\" is missing",
        $"\"tried to authenticate with nonexistent user '{user}'\": нет раздела [{user}] или не было \"manager reload\"");

    public string DoctorLogAcl(string user) => Say(
        $"\"failed to pass IP ACL as '{user}'\": deny and permit keep our address out; the line begins with the address as the PBX sees it",
        $"\"failed to pass IP ACL as '{user}'\": deny и permit не пускают наш адрес; строка начинается с адреса, каким его видит АТС");

    public string DoctorLogSecret(string user) => Say(
        $"only \"failed to authenticate as '{user}'\": the secret is another one",
        $"только \"failed to authenticate as '{user}'\": другой пароль (secret)");

    public string DoctorLoginInUse(string user) => Say($"The PBX lets {user} in only once, and somebody is in already: the running PhonePop, most likely.", $"АТС пускает {user} только один раз, и кто-то уже вошёл: скорее всего, работающий PhonePop.");

    public string DoctorLoginInUseAdvice => Say("For the check, set allowmultiplelogin = yes under [general] of manager.conf, or stop the server meanwhile.", "На время проверки укажите allowmultiplelogin = yes в [general] файла manager.conf или остановите сервер.");

    public string DoctorLoginClosed => Say("The PBX broke off during the login.", "АТС оборвала вход.");

    public string DoctorLoginClosedAdvice => Say("Try again; if it stays so, look into /var/log/asterisk/messages at this minute, and whether fail2ban has banned this machine.", "Повторите; если не прошло, посмотрите /var/log/asterisk/messages за эту минуту и не заблокировал ли нас fail2ban.");

    public string DoctorVersion(string? asterisk, string manager) => asterisk is null
        ? Say($"The account may not ask for the version; the manager protocol is {manager}.", $"Узнать версию учётная запись не может; протокол AMI {manager}.")
        : Say($"Asterisk {asterisk}, manager protocol {manager}.", $"Asterisk {asterisk}, протокол AMI {manager}.");

    public string DoctorModern => Say("12 or later: it tells dials, bridges, transfers, holds and queues by events", "12 или новее: события сообщают о вызовах, мостах, переводах, удержании и очередях");

    public string DoctorClassicEvents => Say("11 or earlier, with the old events: transfers and pickups are followed by masquerades", "11 или старше, старые события: переводы и перехваты видны по masquerade");

    public string DoctorClassicHold => Say("a hold shows only as music on the other side", "удержание видно только по музыке у второй стороны");

    public string DoctorClassicQueues => Say("queues: set eventwhencalled = yes for each in queues.conf, so that a ringing queue call is known with certainty", "очереди: укажите eventwhencalled = yes для каждой в queues.conf, чтобы звонок из очереди узнавался точно");

    public string DoctorClassicLists => Say("its lists name no bridge: calls from before PhonePop's start are found, conferences among them only by their room", "её списки не называют мостов: звонки, начатые до запуска PhonePop, находятся, конференции только по комнате");

    public string DoctorRightsEnough => Say("The account may do all that PhonePop needs.", "Учётной записи хватает прав.");

    public string DoctorRightsLack => Say("Calls pop, but the account lacks rights.", "Звонки показываются, но прав не хватает.");

    public string DoctorListsNeeded => Say("Mode is SnapshotsOnly, and the account may not list channels: no call is seen.", "Mode = SnapshotsOnly, а список каналов учётной записи запрещён: звонки не видны.");

    public string DoctorRightsAdvice => Say("Give the account write = reporting in manager.conf, then \"manager reload\".", "Дайте учётной записи write = reporting в manager.conf, затем \"manager reload\".");

    public string DoctorWorks(string action, string? rights) => rights is null
        ? Say($"{action} works", $"{action} работает")
        : Say($"{action} works (by one of the rights {rights})", $"{action} работает (по одному из прав {rights})");

    public string DoctorAbsent(string action) => Say($"{action} does not exist there (its module is not loaded); not needed", $"{action} там нет (модуль не загружен); не обязательно");

    public string DoctorDenied(string action, string cost) => Say($"{action} is refused: {cost}", $"{action} запрещено: {cost}");

    public string DoctorNoAnswer(string action, string cost) => Say($"{action} got no answer: {cost}", $"{action} без ответа: {cost}");

    public string DoctorCostChannels => Say("calls from before the start are missing, and nothing corrects lost events", "не видны звонки, начатые до запуска, и некому исправить потерянные события");

    public string DoctorCostSettings => Say("the version stays unknown", "версия остаётся неизвестной");

    public string DoctorCostEvents => Say("the PBX sends about three times as much as is needed", "АТС шлёт примерно втрое больше нужного");

    public string DoctorCostQueues => Say("who waits in a queue is known by events only", "кто ждёт в очереди, известно только по событиям");

    public string DoctorCostParked => Say("normal for a small account; who was parked before the start is not known", "для малой учётной записи обычно; кто был на парковке до запуска, неизвестно");

    public string DoctorCostBridges => Say("who is with whom is known by events and channels only", "кто с кем соединён, известно только по событиям и каналам");

    public string DoctorMayMore(string actions) => Say($"it may also {actions}: PhonePop does not need that", $"ей разрешено и {actions}: PhonePop это не нужно");

    public string DoctorEvents => Say("What an account may read cannot be asked for: it shows with the first event.", "Какие события разрешены, спросить нельзя: это видно по первому событию.");

    public string DoctorEventsCome => Say("The account is told of calls.", "Учётная запись получает события о звонках.");

    public string DoctorClassSeen(string name) => Say($"{name}: comes", $"{name}: приходит");

    public string DoctorSystemUnseen => Say("system: not seen yet; without it a restart of the PBX is noticed by the broken line only", "system: пока не видно; без него перезапуск АТС заметен только по обрыву");

    public string DoctorCallUnseen => Say("call: not seen yet; the test call will show it", "call: пока не видно; покажет пробный звонок");

    public string DoctorAgentUnseen => Say("agent: not seen yet; it comes with a call through a queue", "agent: пока не видно; придёт со звонком через очередь");

    public string DoctorOperators(int operators, int all) => Say($"{operators} of {all} visible devices {(operators == 1 ? "is an operator" : "are operators")}.", $"Операторов среди видимых устройств: {operators} из {all}.");

    public string DoctorNoOperators(int all, string pattern) => Say($"None of the {all} visible devices counts as an operator: no name matches {pattern}, and Devices names none.", $"Ни одно из видимых устройств ({all}) не считается оператором: имена не подходят под {pattern}, а в Devices их нет.");

    public string DoctorNoOperatorsAdvice => Say(
        "Without this no call pops. Set OperatorExtensions to a pattern that the names match (the part after the slash), or list each phone under Devices.",
        "Без этого звонки не показываются. Задайте в OperatorExtensions шаблон для имён (часть после косой черты) или перечислите телефоны в Devices.");

    public string DoctorNoDevices => Say("No device is visible: no call is on, and the account may not list the phones.", "Устройств не видно: звонков нет, а список телефонов учётной записи недоступен.");

    public string DoctorNoDevicesAdvice => Say("The test call will show the names. Or compare \"core show channels\" during a call with OperatorExtensions.", "Имена покажет пробный звонок. Или сравните \"core show channels\" во время звонка с OperatorExtensions.");

    public string DoctorHintsAdvice => Say("The PBX's own hints say whose phones these are; the settings below make them operators.", "Подсказки (hints) АТС говорят, чьи это телефоны; настройки ниже сделают их операторами.");

    public string DoctorSecondPhones => Say("If these are further phones of the same operators, the settings below say so.", "Если это вторые телефоны тех же операторов, об этом скажут настройки ниже.");

    public string DoctorDeviceIs(string device, string extension) => Say($"{device} is operator {extension}", $"{device}: оператор {extension}");

    public string DoctorDeviceOutside(string device, string pattern) => Say($"{device} is the outside world: its name does not match {pattern}, and Devices does not name it", $"{device}: внешний мир: имя не подходит под {pattern}, и в Devices его нет");

    public string DoctorDeviceHint(string device, string extension) => Say($"{device} counts as the outside world, but the PBX calls it {extension} (hint)", $"{device} считается внешним миром, но АТС называет его {extension} (hint)");

    public string DoctorDeviceMissing(string device) => Say($"{device} stands in Devices and is not among what this account can see", $"{device} есть в Devices, но среди видимых устройств его нет");

    public string DoctorMore(int count) => Say($"and {count} more", $"и ещё {count}");

    public string DoctorAccount => Say("These rights are enough; with them PhonePop can look and touch nothing.", "Этих прав достаточно; с ними PhonePop может только смотреть.");

    public string DoctorAccountAdvice => Say(
        "permit holds our address as this machine sees it; behind NAT put the one that the PBX sees (\"manager show connected\").",
        "В permit наш адрес, каким его видит этот компьютер; за NAT укажите тот, который видит АТС (\"manager show connected\").");
}
