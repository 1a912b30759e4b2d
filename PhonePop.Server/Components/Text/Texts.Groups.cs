using PhonePop.Server.Security;

namespace PhonePop.Server.Components.Text;

/// <summary>Words about groups of operators.</summary>
public sealed partial class Texts
{
    public string OperatorGroups => Say("Groups", "Группы");
    public string GroupsHint => Say("A supervisor to whom groups are given sees their operators and nobody else. Without groups a supervisor sees everything.", "Супервизор, которому даны группы, видит только их операторов. Без групп супервизор видит всё.");
    public string GroupName => Say("Name", "Название");
    public string NewGroup => Say("New group", "Новая группа");
    public string AddGroup => Say("Add group", "Добавить группу");
    public string CreateGroup => Say("Create group", "Создать группу");
    public string NoGroups => Say("No groups yet", "Групп пока нет");
    public string NoGroupsText => Say("Every supervisor sees every operator. Make a group when somebody is to see a part of them.", "Каждый супервизор видит всех операторов. Создайте группу, если кому-то нужна только часть из них.");
    public string GroupMembers => Say("Operators", "Операторы");
    public string GroupMore => Say("Other extensions", "Другие номера");
    public string GroupMoreHint => Say("Phones without an account, separated by commas. With several PBXs: main/205", "Телефоны без учётной записи, через запятую. Если АТС несколько: main/205");
    public string GroupSeatWrong => Say("An extension such as 205 is needed; with several PBXs main/205.", "Нужен внутренний номер, например 205; если АТС несколько — main/205.");
    public string GivenToLabel => Say("Given to", "Кому дана");
    public string GivenTo(int count) => count == 0 ? Say("nobody", "никому") : Say(count == 1 ? "1 supervisor or key" : $"{count} supervisors and keys", $"Супервизоров и ключей: {count}");
    public string NobodyInGroup => Say("nobody yet", "пока никого");
    public string DeleteGroup => Say("Delete group", "Удалить группу");
    public string DeleteGroupQuestion(string name) => Say($"Delete the group {name}? Its operators stay.", $"Удалить группу «{name}»? Операторы останутся.");
    public string WatchedGroups => Say("Sees", "Видит");
    public string EverythingIsSeen => Say("No group is chosen: all operators.", "Группы не выбраны: всех операторов.");
    public string OnlyGroupsAreSeen => Say("Only the operators of the chosen groups.", "Только операторов выбранных групп.");
    public string ManageGroups => Say("Make groups", "Создать группы");
    public string OtherGroupTitle => Say("Not one of your groups", "Не ваша группа");
    public string OtherGroupText => Say("This is the call of an operator who is in none of your groups.", "Это звонок оператора, которого нет в ваших группах.");

    public string GroupProblem(GroupMistake mistake) => mistake switch
    {
        GroupMistake.NameNeeded => Say("Enter a name.", "Введите название."),
        GroupMistake.NameTaken => Say("Another group has this name.", "Группа с таким названием уже есть."),
        GroupMistake.Given => Say("It is given to somebody, who would see everything without it. Take it away there first.", "Группа кому-то дана: без неё этот человек увидел бы всё. Сначала заберите её."),
        _ => Say("The group has been deleted meanwhile.", "Группу тем временем удалили."),
    };
}
