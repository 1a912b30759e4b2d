using PhonePop.Server.Data;

namespace PhonePop.Server.Components.Text;

/// <summary>What stands in the way of saving.</summary>
public sealed partial class Texts
{
    public string NotSaved(DatabaseTrouble trouble) => trouble switch
    {
        DatabaseTrouble.Full => Say(
            "Not saved: the server's disk is full. What you entered is still here. Tell your administrator, and try again when there is room.",
            "Не сохранено: на диске сервера нет места. Всё введённое осталось на странице. Сообщите администратору и повторите, когда место появится."),
        DatabaseTrouble.Busy => Say(
            "Not saved: the database is busy. What you entered is still here. Try again in a moment.",
            "Не сохранено: база данных занята. Всё введённое осталось на странице. Повторите чуть позже."),
        _ => Say(
            "Not saved: the server cannot write to its database. What you entered is still here. Tell your administrator, and try again later.",
            "Не сохранено: серверу не удаётся записать в базу данных. Всё введённое осталось на странице. Сообщите администратору и повторите позже."),
    };

    public string NoRoomTitle => Say("Not saved: the server's disk is full", "Не сохранено: на диске сервера нет места");

    public string NoRoomText => Say("Tell your administrator, go back, and try again when there is room. Calls and notifications go on.", "Сообщите администратору, вернитесь назад и повторите, когда место появится. Звонки и уведомления работают дальше.");

    public string UnavailableTitle => Say("Not saved: the database does not answer", "Не сохранено: база данных не отвечает");

    public string UnavailableText => Say("Go back and try again in a moment. If it goes on, tell your administrator. Calls and notifications go on.", "Вернитесь назад и повторите чуть позже. Если не проходит, сообщите администратору. Звонки и уведомления работают дальше.");
}
