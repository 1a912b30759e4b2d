using System.Globalization;

namespace PhonePop.Benchmarks;

/// <summary>Customers as an office exports them, the same ones for the same index: Russian names, companies, one to three numbers in several notations.</summary>
static class CustomerFile
{
    private static readonly string[] Surnames =
    [
        "Иванов", "Смирнов", "Кузнецов", "Попов", "Васильев", "Петров", "Соколов", "Михайлов", "Новиков", "Фёдоров", "Морозов", "Волков", "Алексеев", "Лебедев", "Семёнов", "Егоров", "Павлов", "Козлов", "Степанов",
        "Николаев", "Орлов", "Андреев", "Макаров", "Никитин", "Захаров", "Зайцев", "Соловьёв", "Борисов", "Яковлев", "Григорьев", "Романов", "Воробьёв", "Сергеев", "Кузьмин", "Фролов", "Александров", "Дмитриев",
        "Королёв", "Гусев", "Киселёв", "Ильин", "Максимов", "Поляков", "Сорокин", "Виноградов", "Ковалёв", "Белов", "Медведев", "Антонов", "Тарасов", "Жуков", "Баранов", "Филиппов", "Комаров", "Давыдов", "Беляев",
    ];

    private static readonly string[] Names =
    [
        "Александр", "Сергей", "Дмитрий", "Андрей", "Алексей", "Максим", "Евгений", "Иван", "Михаил", "Николай", "Владимир", "Илья", "Пётр", "Юрий", "Олег", "Роман", "Константин", "Виктор", "Павел", "Артём",
        "Борис", "Глеб", "Фёдор", "Тимур", "Лев", "Степан", "Арсений", "Григорий", "Вадим", "Денис",
    ];

    private static readonly string[] Firms = ["Ромашка", "Вектор", "Северсталь", "Техно", "Строй", "Альянс", "Гарант", "Прогресс", "Восток", "Орион", "Меридиан", "Каскад", "Импульс", "Феникс", "Глобус", "Спектр"];

    /// <summary>Writes a header and so many rows.</summary>
    public static async Task WriteAsync(string path, int rows)
    {
        await using var text = new StreamWriter(path);
        await text.WriteLineAsync("Код;ФИО;Компания;Телефон;Мобильный;Email;Примечание");
        for (var i = 0; i < rows; i++)
        {
            var email = i % 3 == 0 ? $"client{i}@example.org" : "";
            var note = i % 10 == 0 ? "\"Звонить после обеда; просит счёт\"" : "";
            await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"C-{i:0000000};{NameOf(i)};{FirmOf(i)};{(i % 2 == 0 ? City(i) : "")};{Mobile(i, 0)}{(i % 2 == 0 ? ", " + Mobile(i, 1) : "")};{email};{note}"));
        }
    }

    /// <summary>Name, patronymic, surname: some 50,000 combinations.</summary>
    public static string NameOf(int i)
    {
        var mixed = Mix(i, 2);
        return $"{Surnames[mixed % (uint)Surnames.Length]} {Names[mixed / 64 % (uint)Names.Length]} {Names[mixed / 4096 % (uint)Names.Length]}ович";
    }

    /// <summary>A mobile number in E.164; each but a few in a hundred thousand is one customer's own.</summary>
    public static string E164(int i, int which) => $"+79{16 + (Mix(i, which) % 10):00}{Mix(i, which + 7) % 10_000_000:0000000}";

    private static string Mobile(int i, int which)
    {
        var n = E164(i, which);
        return (i % 3) switch { 0 => n, 1 => $"8 {n[2..5]} {n[5..8]}-{n[8..10]}-{n[10..]}", _ => $"8({n[2..5]}){n[5..]}" };
    }

    private static string City(int i) => $"+7 (495) {Mix(i, 20) % 900 + 100}-{Mix(i, 21) % 100:00}-{Mix(i, 22) % 100:00}";

    private static string FirmOf(int i) => Mix(i, 30) is var m && m % 4 == 0 ? "" : $"ООО {Firms[m % (uint)Firms.Length]}-{m % 20_000}";

    private static uint Mix(int i, int salt)
    {
        var x = unchecked((uint)((i * 2654435761u) ^ ((uint)salt * 0x9E3779B9u)));
        x = unchecked((x ^ (x >> 16)) * 0x85EBCA6Bu);
        x = unchecked((x ^ (x >> 13)) * 0xC2B2AE35u);
        return x ^ (x >> 16);
    }
}
