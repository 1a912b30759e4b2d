using PhonePop.Server.Data;

namespace PhonePop.Server.Components.Text;

/// <summary>Customers: list, card, form.</summary>
public sealed partial class Texts
{
    public string CustomersFound(int count) => Say($"{Number(count)} {Plural(count, ("customer", "customers"), ("", "", ""))}", $"{Number(count)} {Plural(count, ("", ""), ("клиент", "клиента", "клиентов"))}");

    public string MoreCustomersThan(int count) => Say($"More than {Number(count)} customers", $"Больше {Number(count)} клиентов");

    public string NoCustomersTitle => Say("Nobody matches", "Никого не нашлось");

    public string NoCustomersText => Say("Try a part of the name, the company or the number.", "Попробуйте часть имени, компании или номера.");

    public string NoCustomersYet => Say("No customers yet", "Клиентов пока нет");

    public string NewCustomer => Say("New customer", "Новый клиент");

    public string EditCustomer => Say("Edit customer", "Изменить клиента");

    public string ChooserTitle => Say("Who is calling?", "Кто звонит?");

    public string ChooserText(string number, int count) => count switch
    {
        0 => Say($"Nobody has the number {number}.", $"Номера {number} нет ни у кого."),
        1 => Say($"This customer has the number {number}.", $"Номер {number} есть у этого клиента."),
        _ => Say($"Several customers have the number {number}. Newest contact first.", $"Номер {number} есть у нескольких клиентов. Сначала те, с кем говорили недавно."),
    };

    public string Name => Say("Name", "Имя");

    public string Company => Say("Company", "Компания");

    public string Email => Say("E-mail", "Эл. почта");

    public string Notes => Say("Notes", "Заметки");

    public string ExternalId => Say("Number in your other system", "Номер в другой системе");

    public string Numbers => Say("Numbers", "Номера");

    public string PhoneNumberLabel => Say("Number", "Номер");

    public string Label => Say("Label", "Подпись");

    public string AddNumber => Say("Add number", "Добавить номер");

    public string RemoveNumber => Say("Remove number", "Убрать номер");

    public string Details => Say("Details", "Сведения");

    public string Calls => Say("Calls", "Звонки");

    public string Saved => Say("Saved.", "Сохранено.");

    public string Copied => Say("Copied", "Скопировано");

    /// <summary>A mistake in the form, in words; the rules themselves are the store's.</summary>
    public string Mistake(string field, bool isEmpty) => field switch
    {
        "name" when isEmpty => Say("Enter a name.", "Введите имя."),
        "numbers" => Say("These are too many numbers.", "Слишком много номеров."),
        _ when field.EndsWith(".number", StringComparison.Ordinal) => Say("This does not look like a phone number.", "Это не похоже на номер телефона."),
        _ => Say("This is too long.", "Слишком длинно."),
    };

    public string Kind(NumberKind kind) => kind switch
    {
        NumberKind.Mobile => Say("Mobile", "Мобильный"),
        NumberKind.Work => Say("Work", "Рабочий"),
        NumberKind.Home => Say("Home", "Домашний"),
        NumberKind.CompanyLine => Say("Company line", "Общий номер компании"),
        _ => Say("Other", "Другой"),
    };

    public string KindLabel => Say("Kind", "Вид");

    public string Inactive => Say("No longer a customer", "Больше не клиент");

    public string InactiveHint => Say("Found by search, but does not pop.", "Находится поиском, но не всплывает при звонке.");

    public string AndMore(int count) => Say($"and {count} more", $"и ещё {count}");

    public string NeverSpoken => Say("never", "ещё не было");

    public string CustomerSince => Say("In the list since", "В списке с");

    public string FormHasMistakes => Say("Nothing was saved yet: see the marked fields.", "Пока не сохранено: проверьте отмеченные поля.");

    public string CustomerGoneTitle => Say("There is no such customer", "Такого клиента нет");

    public string CustomerGoneText => Say("The card may have been removed or merged with another.", "Возможно, карточку удалили или объединили с другой.");

    public string PreviousPage => Say("Previous page", "Предыдущая страница");

    public string NextPage => Say("Next page", "Следующая страница");

    public string PageOf(int page, int pages) => Say($"Page {Number(page)} of {Number(pages)}", $"Страница {Number(page)} из {Number(pages)}");

    public string LastContact => Say("Last contact", "Последний контакт");
}
