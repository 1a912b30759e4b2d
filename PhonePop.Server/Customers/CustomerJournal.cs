using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>A note on a customer's card.</summary>
public sealed record CustomerNoteInfo(int Id, string Text, string Author, DateTime At);

/// <summary>A change of a customer, as <see cref="CustomerChange"/>.</summary>
public sealed record CustomerChangeInfo(DateTime At, string? By, string Field, string? Old, string? New);

/// <summary>What people wrote on a customer's card, and what they changed in it.</summary>
public sealed class CustomerJournal(IDbContextFactory<PhonePopDbContext> database, TimeProvider clock)
{
    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 4000;

    /// <summary>The notes of a customer, newest first.</summary>
    /// <param name="take">At most so many, 1 to 500.</param>
    public async Task<IReadOnlyList<CustomerNoteInfo>> NotesAsync(int customerId, int take, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.CustomerNotes.AsNoTracking().Where(n => n.CustomerId == customerId).OrderByDescending(n => n.At).ThenByDescending(n => n.Id)
            .Take(Math.Clamp(take, 1, 500)).Select(n => new CustomerNoteInfo(n.Id, n.Text, n.Author, n.At)).ToListAsync(cancellationToken);
    }

    /// <summary>Adds a note.</summary>
    /// <returns>Null where there is no such customer, nothing in the text, or more than <see cref="LongestNote"/>.</returns>
    public async Task<CustomerNoteInfo?> AddNoteAsync(int customerId, string text, string author, CancellationToken cancellationToken)
    {
        var clean = CustomerText.Clean(text);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (clean is null || clean.Length > LongestNote || !await db.Customers.AnyAsync(c => c.Id == customerId, cancellationToken))
        {
            return null;
        }

        var note = new CustomerNote { CustomerId = customerId, Text = clean, Author = author, At = clock.GetUtcNow().UtcDateTime };
        db.CustomerNotes.Add(note);
        await db.SaveChangesAsync(cancellationToken);
        return new CustomerNoteInfo(note.Id, note.Text, note.Author, note.At);
    }

    /// <summary>Who changed what, newest first.</summary>
    /// <param name="take">At most so many, 1 to 500.</param>
    public async Task<IReadOnlyList<CustomerChangeInfo>> ChangesAsync(int customerId, int take, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.CustomerChanges.AsNoTracking().Where(c => c.CustomerId == customerId).OrderByDescending(c => c.At).ThenByDescending(c => c.Id)
            .Take(Math.Clamp(take, 1, 500)).Select(c => new CustomerChangeInfo(c.At, c.By, c.Field, c.Old, c.New)).ToListAsync(cancellationToken);
    }
}
