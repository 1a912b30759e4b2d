using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>Whom a number means that several customers have: once somebody has said so, that one pops. It can be taken back.</summary>
public sealed class NumberChoices(IDbContextFactory<PhonePopDbContext> database, PhoneNumberReader numbers, CustomerMatcher matcher, TimeProvider clock)
{
    /// <summary>Remembers the customer for the number.</summary>
    public async Task RememberAsync(string number, int customerId, string by, CancellationToken cancellationToken)
    {
        var read = numbers.Read(number);
        if (KeyOf(read) is not { } key)
        {
            return;
        }

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var choice = await db.NumberChoices.FirstOrDefaultAsync(c => c.Number == key, cancellationToken);
        if (choice is null)
        {
            choice = new NumberChoice { Number = key };
            db.NumberChoices.Add(choice);
        }

        (choice.CustomerId, choice.By, choice.At) = (customerId, by, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
        matcher.CustomersChanged(new HashSet<string> { read.Key });
    }

    /// <summary>Takes the choice back: the chooser shows again.</summary>
    public async Task ForgetAsync(string number, CancellationToken cancellationToken)
    {
        var read = numbers.Read(number);
        if (KeyOf(read) is not { } key)
        {
            return;
        }

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await db.NumberChoices.Where(c => c.Number == key).ExecuteDeleteAsync(cancellationToken);
        matcher.CustomersChanged(new HashSet<string> { read.Key });
    }

    /// <summary>The customer who is remembered for the number, or null.</summary>
    public async Task<int?> ForAsync(string number, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return KeyOf(numbers.Read(number)) is { } key ? await db.NumberChoices.Where(c => c.Number == key).Select(c => (int?)c.CustomerId).FirstOrDefaultAsync(cancellationToken) : null;
    }

    /// <summary>The numbers for which this customer is remembered, as <see cref="NumberChoice.Number"/>.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(int customerId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.NumberChoices.Where(c => c.CustomerId == customerId).Select(c => c.Number).ToListAsync(cancellationToken);
    }

    /// <summary>What choices are kept by: see <see cref="NumberChoice.Number"/>.</summary>
    internal static string? KeyOf(PhoneNumber number) => number.CanBeFound ? number.E164 ?? number.Key : null;
}
