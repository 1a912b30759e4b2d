using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Server.Components.Text;

/// <summary>The customer's card: timeline, changes, duplicates; who a number belongs to.</summary>
public sealed partial class Texts
{
    public string Timeline => Say("Calls and notes", "Звонки и заметки");

    public string NothingKeptWithCustomer => Say("No notes. The calls with this customer are no longer kept, or are not yours to see.", "Заметок нет. Звонки с этим клиентом уже не хранятся или вам не видны.");

    public string NothingWithCustomer => Say("No calls with this customer yet, and no notes.", "Звонков с этим клиентом и заметок о нём ещё не было.");

    public string NewNote => Say("New note", "Новая заметка");

    public string NoteOnCard => Say("Note", "Заметка");

    public string Older => Say("Show older", "Показать более ранние");

    public string CallTo(string number) => Say($"Call {number}", $"Позвонить: {number}");

    public string PeopleOf(string company) => Say($"Others at {company}", $"Ещё в «{company}»");

    public string Changes => Say("Changes", "Изменения");

    public string Server => Say("the server", "сервер");

    /// <summary>A field of a customer, as the changes name it.</summary>
    public string FieldName(string field) => field switch
    {
        "created" => Say("Created", "Создан"),
        "imported" => Say("Imported", "Загружен из файла"),
        "merged" => Say("Merged with", "Объединён с"),
        "name" => Name,
        "company" => Company,
        "email" => Email,
        "note" => Notes,
        "externalId" => ExternalId,
        "inactive" => Inactive,
        "number" or "numbers" => PhoneNumberLabel,
        _ => field,
    };

    /// <summary>What a field was or is, for people.</summary>
    public string FieldValue(string field, string? value)
    {
        if (value is null)
        {
            return "–";
        }

        if (field == "inactive")
        {
            return Say("yes", "да");
        }

        if (field == "numbers")
        {
            return string.Join(", ", value.Split(", ").Select(number => FieldValue("number", number)));
        }

        // +7 916 123-45-67 · Mobile · label
        return field == "number" && value.Split(" · ", 3) is [var number, var kind, .. var label] && Enum.TryParse<NumberKind>(kind, out var named)
            ? string.Join(" · ", [number, Kind(named), .. label])
            : value;
    }

    public string PossibleDuplicates => Say("Possible duplicates", "Возможные дубли");

    public string Compare => Say("Compare", "Сравнить");

    public string ConflictTitle(string who, string when) => Say($"{who} changed this customer while you were editing ({when}). Nothing was saved yet, and nothing that you typed is lost.", $"{who} ({when}) — клиента изменили, пока вы его правили. Пока ничего не сохранено, и ничего из введённого не потеряно.");

    public string TakenOver => Say("taken over", "перенесено сюда");

    public string YoursStays => Say("yours will be saved", "сохранится ваше");

    public string UseTheirs => Say("Use theirs", "Взять их вариант");

    public string SaveAgain => Say("Check, and save again.", "Проверьте и сохраните ещё раз.");

    public string Somebody => Say("Somebody", "Кто-то");

    public string AddToExisting => Say("Add to existing", "Добавить к клиенту");

    public string AddToExistingTitle => Say("Already a customer?", "Уже есть в списке?");

    public string AddToExistingText(string number) => Say($"Find them, and {number} becomes one of their numbers.", $"Найдите клиента, и номер {number} станет одним из его номеров.");

    public string AddedTo(string name) => Say($"The number was added: {name}.", $"Номер добавлен: {name}.");

    public string FindByNameOrCompany => Say("Name or company", "Имя или компания");

    public string AlwaysThisOne => Say("Always this one", "Всегда этот");

    public string AlwaysThisOneHint(string name) => Say($"Always show {name} for this number", $"Всегда показывать для этого номера: {name}");

    public string ChosenAmong(int others) => Say($"Chosen for this number, which {others} more {Plural(others, ("customer has", "customers have"), ("", "", ""))}.", $"Выбран для этого номера; он есть ещё у {others} {Plural(others, ("", ""), ("клиента", "клиентов", "клиентов"))}.");

    public string ChosenForNumber => Say("chosen for this number", "выбран для этого номера");

    public string ChooseAgain => Say("Choose again", "Выбрать заново");

    public string CompanyLineMatches(int count) => Say($"A company line: {count} customers call from it. Who is it?", $"Общий номер компании: с него звонят {count} {Plural(count, ("", ""), ("клиент", "клиента", "клиентов"))}. Кто это?");

    /// <summary>Where the customer's name came from, where that is not our own list; null for our own.</summary>
    public string? KnownFrom(string? source) => source == "Http" ? Say("From the CRM", "Из CRM") : null;

    public string Unanswered => Say("The CRM did not answer: the caller may be known there.", "CRM не ответила: возможно, там этот номер известен.");

    /// <summary>The name of a look-up.</summary>
    public string LookupName(string source) => source == "Http" ? "CRM" : Say("our customers", "наши клиенты");

    public string Duplicates => Say("Duplicates", "Дубли");

    public string DuplicatesText => Say("The same number, or the same name at the same company. Choose the card that stays: numbers, notes and calls of the others move to it.", "Один и тот же номер или одно имя в одной компании. Выберите, какая карточка останется: номера, заметки и звонки остальных перейдут к ней.");

    public string NoDuplicates => Say("No duplicates", "Дублей нет");

    public string NoDuplicatesText => Say("Nobody shares a number or a name at one company.", "Ни у кого не совпадает номер или имя в одной компании.");

    public string SameNumberIs(string number) => Say($"Same number: {number}", $"Один номер: {number}");

    public string SameName => Say("Same name and company", "Одно имя и компания");

    public string KeepThisCard => Say("Keep", "Оставить");

    public string Join => Say("Merge", "Объединить");

    public string JoinThese(int count) => Say($"Merge {count} cards", $"Объединить карточки: {count}");

    public string JoinQuestion(string name) => Say($"Everything moves to “{name}”, and the other cards go. This cannot be undone.", $"Всё перейдёт к «{name}», остальные карточки исчезнут. Отменить это нельзя.");

    public string Joined(string name) => Say($"Merged into “{name}”.", $"Объединено: «{name}».");

    public string NumbersToCheck => Say("Numbers to check", "Проверка номеров");

    public string NumbersToCheckText => Say("What keeps a caller from being recognised at once.", "Что мешает сразу узнать звонящего.");

    public string UnreadableNumbers => Say("Cannot be read", "Не читаются");

    public string UnreadableNumbersText => Say("Without a country or area code a number matches by its last digits only, or not at all. Open the card and complete it.", "Без кода страны или города номер находится только по последним цифрам или никак. Откройте карточку и дополните его.");

    public string SharedNumbers => Say("Shared by several customers", "Один номер у нескольких клиентов");

    public string SharedNumbersText => Say("If it is a company's switchboard, give it the kind “Company line”; if it is one person, merge the cards.", "Если это общий номер компании, укажите такой вид номера; если это один человек, объедините карточки.");

    public string AllNumbersRead => Say("Every number can be read.", "Все номера читаются.");

    public string NoSharedNumbers => Say("No number belongs to several customers.", "Нет номеров, которые есть у нескольких клиентов.");
}
