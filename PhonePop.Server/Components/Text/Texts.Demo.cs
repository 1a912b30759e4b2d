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

    public string DemoAnswer => Say("Answer", "Ответить");

    public string DemoHangUp => Say("Hang up", "Положить трубку");

    public string DemoFailed => Say("The demo PBX did not do that. Is a call there?", "АТС демо этого не сделала. Есть ли звонок?");
}
