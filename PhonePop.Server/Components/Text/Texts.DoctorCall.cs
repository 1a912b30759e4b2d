namespace PhonePop.Server.Components.Text;

/// <summary>What the set-up doctor says of a test call.</summary>
public sealed partial class Texts
{
    public string DoctorCallNow => Say("Call an operator's number from outside now, and let it ring.", "Позвоните сейчас оператору с городского или мобильного и не кладите трубку.");

    public string DoctorRings(string channel) => Say($"The phone {channel} rings.", $"Телефон {channel} звонит.");

    public string DoctorRingsAt(string extension) => Say($"The phone of {extension} rings.", $"Телефон {extension} звонит.");

    public string DoctorRingsUntold(string channel) => Say($"The list of channels shows that {channel} rings, and no event said so.", $"Список каналов показывает, что {channel} звонит, но события об этом нет.");

    public string DoctorRingsUntoldAdvice => Say(
        "The account does not get events of class call: read = system,call,agent in manager.conf, no eventfilter that keeps them away, then \"manager reload\".",
        "Учётная запись не получает события класса call: в manager.conf нужно read = system,call,agent и никакого eventfilter, затем \"manager reload\".");

    public string DoctorRingsUnseen(string channel) => Say($"This connection hears {channel} ring, and PhonePop itself does not.", $"Это соединение слышит звонок {channel}, а сам PhonePop нет.");

    public string DoctorRingsUnseenAdvice => Say("Look at the PBX page: is PhonePop's own connection up? It tries a refused account once a minute only. On the command line: allowmultiplelogin = no in manager.conf lets only one connection in.", "Посмотрите страницу АТС: есть ли связь у самого PhonePop? После отказа он пробует раз в минуту. В командной строке: allowmultiplelogin = no в manager.conf пускает только одно соединение.");

    public string DoctorLineLost => Say("The connection to the PBX was lost while waiting.", "Во время ожидания связь с АТС прервалась.");

    public string DoctorLineLostAdvice => Say("Was Asterisk restarted? Check again; if the line breaks again, look at the network between the two machines.", "Перезапускали Asterisk? Проверьте снова; если повторится, смотрите сеть между компьютерами.");

    public string DoctorNoCall(int seconds) => Say($"No phone rang within {seconds} s.", $"За {seconds} с ни один телефон не зазвонил.");

    public string DoctorNoCallAdvice => Say(
        "If a phone did ring: is it a phone of this PBX (\"core show channels\" there shows the call), and has the account read = call? If none rang, the call did not reach the PBX.",
        "Если телефон звонил: его ли это АТС (\"core show channels\" там показывает звонок) и есть ли у учётной записи read = call? Если не звонил, вызов не дошёл до АТС.");

    public string DoctorStuck => Say("The call did not get further than this.", "Дальше звонок не прошёл.");

    public string DoctorNotOperator(string channel, string pattern) => Say($"The phone {channel} rings, but its name does not match {pattern}, and Devices does not name it.", $"Телефон {channel} звонит, но имя не подходит под {pattern}, и в Devices его нет.");

    public string DoctorNotOperatorAdvice(string device) => Say(
        $"Set Devices (with the extension in place of 101), or a pattern that matches. If {device} is your trunk and somebody was calling out, never mind it.",
        $"Задайте Devices (с нужным номером вместо 101) или подходящий шаблон. Если {device} - внешняя линия и кто-то звонил наружу, не обращайте внимания.");

    public string DoctorSitsAt(string extension, string? account) => account is null
        ? Say($"{extension} is an operator's extension, and somebody listens for it.", $"{extension} - номер оператора, и кто-то его слушает.")
        : Say($"{extension} is {account}.", $"{extension}: {account}.");

    public string DoctorNobodyThere(string extension) => Say($"{extension} is an operator's extension, and no user has it.", $"{extension} - номер оператора, но такого номера нет ни у одного пользователя.");

    public string DoctorNobodyThereAdvice(string extension, string pbx) => Say(
        $"Calls pop for a user with Extension {extension} and Pbx {pbx}: add one under PhonePop:Users and start again.",
        $"Звонки показываются пользователю с Extension {extension} и Pbx {pbx}: добавьте его в PhonePop:Users и перезапустите.");

    public string DoctorLookingUp => Say("Looking the number up.", "Ищем номер.");

    public string DoctorSameNumber(string number, int? customer) => Say($"{number} is customer {customer}: the same number in E.164.", $"{number}: клиент {customer}, номер совпал в E.164.");

    public string DoctorSameEnding(string number, int? customer) => Say($"{number} is customer {customer}: the same last digits, as one of the two has no country code.", $"{number}: клиент {customer}, совпали последние цифры, у одного из номеров нет кода страны.");

    public string DoctorSeveral(string number, int count) => Say($"{count} customers have {number}: the operator chooses.", $"Номер {number} у нескольких клиентов ({count}): выбирает оператор.");

    public string DoctorNobodyHas(string number) => Say($"No customer has {number}: the call pops with the number alone.", $"Номера {number} нет ни у одного клиента: звонок покажется только с номером.");

    public string DoctorNobodyHasAdvice => Say(
        "To see a name, put this number on a customer's card. If it is there: is Numbers:Region right, and does the provider send the whole number?",
        "Чтобы видеть имя, впишите номер в карточку клиента. Если он там есть: верен ли Numbers:Region и целиком ли провайдер передаёт номер?");

    public string DoctorColleague => Say("A colleague calls: no customer is looked up.", "Звонит коллега: клиента не ищут.");

    public string DoctorColleagueAdvice => Say("Call from outside to see a customer. If this call came from outside, the trunk counts as an operator: make OperatorExtensions narrower.", "Чтобы увидеть клиента, позвоните снаружи. Если звонок внешний, за оператора принята линия: сузьте OperatorExtensions.");

    public string DoctorWithheld => Say("The caller's number is withheld: the call pops without a name.", "Номер скрыт: звонок покажется без имени.");

    public string DoctorWithheldAdvice => Say("Call from a phone that shows its number. If it does, the provider or the dialplan takes it away.", "Позвоните с открытым номером. Если он открыт, его убирает провайдер или dialplan.");

    public string DoctorNoDatabase => Say("There is no database yet, so no customer can be found.", "Базы ещё нет, искать клиента негде.");

    public string DoctorNoDatabaseAdvice => Say("The server creates it at its first start; then add customers on the Customers page or by POST /api/v1/customers/import.", "Сервер создаст её при первом запуске; затем добавьте клиентов на странице или через POST /api/v1/customers/import.");

    public string DoctorNoLookup => Say("No look-up answered.", "Поиск не ответил.");

    public string DoctorNoLookupAdvice => Say("Can the database be read by this account, and is its disk there and not full? The server's log says more.", "Доступна ли база этой учётной записи, есть ли место на диске? Подробности в журнале сервера.");

    public string DoctorPushedElsewhere => Say("Checked by the page /doctor of the running server.", "Проверяется на странице /doctor работающего сервера.");

    public string DoctorPushedElsewhereAdvice => Say(
        "There the same test call is followed to the operator's screen: whether a browser of that operator is connected, and whether it said that it showed the call.",
        "Там тот же звонок прослеживается до экрана: подключён ли браузер оператора и сообщил ли он, что показал звонок.");

    public string DoctorPushed(string extension, int browsers) => Say($"Sent to {browsers} {(browsers == 1 ? "browser" : "browsers")} of {extension}.", $"Отправлено: браузеров у {extension}: {browsers}.");

    public string DoctorNoBrowser(string extension, string? account) => Say($"Sent, but {account ?? extension} has no browser connected.", $"Отправлено, но у {account ?? extension} не подключён ни один браузер.");

    public string DoctorNoBrowserAdvice => Say(
        "Sign in as that operator and keep a tab open. If one is open: does the reverse proxy let WebSockets through (docs/operations.md)?",
        "Войдите как этот оператор и держите вкладку открытой. Если она открыта: пропускает ли обратный прокси WebSocket (docs/operations.md)?");

    public string DoctorShowing => Say("Waiting for the browser to say that it showed the call.", "Ждём, что браузер сообщит о показе.");

    public string DoctorShown(long milliseconds) => Say($"Shown {milliseconds} ms after the PBX said it.", $"Показано через {milliseconds} мс после сообщения АТС.");

    public string DoctorNotShown => Say("The browser got the call and did not say that it showed it.", "Браузер получил звонок, но не сообщил, что показал его.");

    public string DoctorNotShownAdvice => Say(
        "In that browser: reload the tab; look at the bell (not asked yet, blocked, or the address is not https); is the operator signed in with this extension? A pop that was closed does not come back.",
        "В том браузере: обновите вкладку; посмотрите на колокольчик (не спрошено, запрещено или адрес не https); тот ли номер у вошедшего оператора? Закрытое уведомление не возвращается.");
}
