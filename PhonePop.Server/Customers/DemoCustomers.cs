using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>Three hundred customers who might exist, the same in every demo, and the calls that a third of them had.</summary>
public sealed class DemoCustomers(IDbContextFactory<PhonePopDbContext> database, CustomerStore store, TimeProvider clock)
{
    private const int Count = 300;
    private static readonly string[] Men = ["Иван", "Пётр", "Алексей", "Дмитрий", "Сергей", "Николай", "Михаил", "Андрей", "Егор", "Фёдор"];
    private static readonly string[] Women = ["Ольга", "Анна", "Мария", "Екатерина", "Наталья", "Елена", "Татьяна", "Светлана", "Юлия", "Алёна"];
    private static readonly string[] Surnames = ["Иванов", "Петров", "Сидоров", "Орлов", "Кузнецов", "Соколов", "Лебедев", "Козлов", "Новиков", "Морозов", "Волков", "Зайцев", "Павлов", "Семёнов", "Голубев"];
    private static readonly string[] Latin = ["Ada Lovell", "John Miller", "Emma Schmidt", "Luca Bianchi", "Marie Dubois", "Sven Larsson", "Sofia Garcia", "Tom Becker", "Nora Jensen", "Peter Novak"];
    private static readonly string[] Companies = ["Ромашка", "Вектор", "Северный ветер", "СтройДом", "Аквамарин", "Технолайн", "Nordlicht GmbH", "Blue Harbor Ltd", "Delta Trading", "Polar Foods"];
    private static readonly string[] Mobile = ["903", "905", "909", "916", "921", "926", "985"];
    private static readonly string[] City = ["495", "499", "812"];

    /// <summary>Adds them, unless there are customers already.</summary>
    /// <param name="pbx">The PBX that their calls came by.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task CreateAsync(string pbx, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Customers.AnyAsync(cancellationToken))
        {
            return;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var customers = new List<Customer>();
        for (var i = 0; i < Count; i++)
        {
            var customer = new Customer { Name = "", CreatedAt = now.AddDays(-(i * 7 % 900) - 150) };
            store.Apply(Edit(i), customer, now);
            customer.LastContactAt = i % 3 == 0 ? now.Date.AddDays(-(i * 5 % 120) - 1).AddHours(7).AddMinutes(i * 37 % 540) : null;
            customers.Add(customer);
        }

        db.Customers.AddRange(customers);
        await db.SaveChangesAsync(cancellationToken);
        db.Calls.AddRange(customers.SelectMany((customer, i) => customer.LastContactAt is null ? [] : DemoCalls.Of(customer, i, pbx)));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Each with their numbers as a provider sends them: digits with the country code.</summary>
    internal static IReadOnlyList<(string Name, IReadOnlyList<string> Numbers)> Callers(PhoneNumberReader numbers) =>
        [.. Enumerable.Range(0, Count).Select(Edit).Select(e => (e.Name, (IReadOnlyList<string>)[.. e.Numbers.Select(n => numbers.Read(n.Number).E164?.TrimStart('+')).OfType<string>()]))];

    /// <summary>The customer of that number in the row, from 0.</summary>
    internal static CustomerEdit Edit(int i)
    {
        var company = i % 4 == 3 ? null : Companies[i * 7 / 3 % Companies.Length];
        var numbers = new List<CustomerNumberEdit> { new(MobileNumber(i), null, NumberKind.Mobile) };
        if (i % 5 == 1)
        {
            // Some have the company's line too, and share it: that is where a chooser is needed.
            numbers.Add(new CustomerNumberEdit($"8 ({City[i % City.Length]}) 200-{i * 7 / 3 % Companies.Length:00}-00", "Office", NumberKind.CompanyLine));
        }

        return new CustomerEdit { Name = Name(i), Company = company, ExternalId = $"C-{1000 + i}", Note = i % 10 == 0 ? "VIP" : null, Numbers = numbers };
    }

    /// <summary>Written as people write them: no two alike.</summary>
    private static string MobileNumber(int i)
    {
        var (code, rest) = (Mobile[i % Mobile.Length], 2_000_000 + (i * 26_339 % 7_900_000));
        var digits = rest.ToString("0000000", System.Globalization.CultureInfo.InvariantCulture);
        return (i % 3) switch
        {
            0 => $"+7 {code} {digits[..3]}-{digits[3..5]}-{digits[5..]}",
            1 => $"8{code}{digits}",
            _ => $"8 ({code}) {digits[..3]} {digits[3..5]} {digits[5..]}",
        };
    }

    private static string Name(int i)
    {
        if (i % 6 == 5)
        {
            return Latin[i / 6 % Latin.Length] + (i / 60 == 0 ? "" : $" {(char)('A' + (i / 60))}.");
        }

        var (first, surname) = (i / 2 % Men.Length, Surnames[((i / 2 * 7) + (i / 2 / Men.Length)) % Surnames.Length]); // no two alike
        return i % 2 == 0 ? $"{Men[first]} {surname}" : $"{Women[first]} {surname}а";
    }
}
