namespace PhonePop.Server.Components.Text;

/// <summary>The demo drawer.</summary>
public sealed partial class Texts
{
    public string Demo => Say("Demo", "Демо");

    public string DemoTitle => Say("Let something happen", "Пусть что-нибудь случится");

    public string DemoHint(string extension) => Say($"The demo PBX calls extension {extension}.", $"АТС демо звонит на {extension}.");

    public string DemoNoExtension => Say("You have no extension: sign in as operator101 to be called.", "У вас нет внутреннего номера: войдите как operator101, чтобы вам позвонили.");

    public string DemoCustomerCalls => Say("A customer calls me", "Мне звонит клиент");

    public string DemoUnknown => Say("An unknown caller", "Незнакомый номер");

    public string DemoWithheld => Say("A withheld number", "Скрытый номер");

    public string DemoSecondCall => Say("A second call", "Второй звонок");

    public string DemoBlind => Say("Blind transfer to me", "Слепой перевод на меня");

    public string DemoAttended => Say("Attended transfer to me", "Перевод с консультацией");

    public string DemoQueue => Say("A call from the queue", "Звонок из очереди");

    public string DemoGivesUp => Say("The caller gives up", "Звонящий сдаётся");

    public string DemoHostileName => Say("A name full of code", "Имя с кодом внутри");

    public string DemoQuickerColleague => Say("A colleague is quicker", "Коллега быстрее");

    public string DemoQueueAgain => Say("The queue rings again", "Очередь звонит снова");

    public string DemoRingingTransfer => Say("Transfer while I ring", "Перевод, пока звонит");

    public string DemoCodeTransfer => Say("Transfer by *2", "Перевод кодом *2");

    public string DemoDeflect => Say("Forwarded to me (302)", "Переадресация на меня (302)");

    public string DemoPickedUp => Say("A colleague picks up my call", "Коллега перехватывает звонок");

    public string DemoParked => Say("Parked, and I fetch it", "Парковка: я забираю");

    public string DemoInternalCall => Say("A colleague calls me", "Мне звонит коллега");

    public string DemoClickToDial => Say("Click-to-dial", "Звонок щелчком");

    public string DemoOutboundCall => Say("I call a customer", "Я звоню клиенту");

    public string DemoConference => Say("A conference", "Конференция");

    public string DemoCustomerHolds => Say("The customer holds", "Клиент ставит на удержание");

    public string DemoSpied => Say("A colleague listens", "Коллега слушает");

    public string DemoRestart => Say("The PBX restarts", "АТС перезапускается");

    public string DemoGroupCalls => Say("Calls to me", "Звонки мне");

    public string DemoGroupTransfers => Say("Transfers and colleagues", "Переводы и коллеги");

    public string DemoGroupOther => Say("Calling out, and rare cases", "Исходящие и редкие случаи");

    public string DemoAnswer => Say("Answer", "Ответить");

    public string DemoHangUp => Say("Hang up", "Положить трубку");

    public string DemoFailed => Say("The demo PBX did not do that. Is a call there?", "АТС демо этого не сделала. Есть ли звонок?");
}
