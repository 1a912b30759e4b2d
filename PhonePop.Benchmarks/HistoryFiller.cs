using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;

namespace PhonePop.Benchmarks;

/// <summary>Ended calls of 200 operators over three years, in five queues, with 200,000 callers, a tenth of whom are customers. The indices are made when all rows are there.</summary>
static class HistoryFiller
{
    public const int Operators = 200;
    public const int Callers = 200_000;
    public const int Days = 1095;
    public static readonly string[] Queues = ["sales", "support", "billing", "partners", "night"];
    private const int Batch = 100_000;

    /// <summary>The number of a caller; the lower ones are customers and have this as their id.</summary>
    public static string NumberOf(int caller) => $"+7916{caller:0000000}";

    public static async Task FillAsync(ServerParts parts, int calls, DateTime now)
    {
        var began = Stopwatch.GetTimestamp();
        await using var db = await parts.Database.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous=OFF; PRAGMA cache_size=-524288; PRAGMA temp_store=FILE");
        var indices = await db.Database.SqlQueryRaw<string>("SELECT sql AS Value FROM sqlite_master WHERE type = 'index' AND tbl_name = 'Calls' AND sql IS NOT NULL").ToListAsync();
        foreach (var drop in await db.Database.SqlQueryRaw<string>("SELECT 'DROP INDEX ' || name AS Value FROM sqlite_master WHERE type = 'index' AND tbl_name = 'Calls' AND sql IS NOT NULL").ToListAsync())
        {
            await db.Database.ExecuteSqlRawAsync(drop);
        }

        await CustomersAsync(db, now);
        for (var first = 0; first < calls; first += Batch)
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            using var rows = new RowInserter<CallRecord>(db);
            for (var i = first; i < Math.Min(calls, first + Batch); i++)
            {
                rows.Insert(Call(i, now.AddSeconds(-(calls - i) * (Days * 86400.0 / calls))));
            }

            await transaction.CommitAsync();
        }

        Console.WriteLine($"{calls:N0} calls written in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
        began = Stopwatch.GetTimestamp();
        foreach (var index in indices)
        {
            await db.Database.ExecuteSqlRawAsync(index);
        }

        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous=FULL; PRAGMA cache_size=-2000");
        Console.WriteLine($"{indices.Count} indices made in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
    }

    private static async Task CustomersAsync(PhonePopDbContext db, DateTime now)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        using var customers = new RowInserter<Customer>(db);
        using var phones = new RowInserter<CustomerNumber>(db);
        for (var i = 1; i <= Callers / 10; i++)
        {
            var name = CustomerFile.NameOf(i);
            customers.Insert(new Customer { Name = name, Folded = name.ToLowerInvariant(), CreatedAt = now, UpdatedAt = now, Version = 1 });
            phones.Insert(new CustomerNumber { CustomerId = i, Raw = NumberOf(i), E164 = NumberOf(i), Key = NumberOf(i)[3..] });
        }

        await transaction.CommitAsync();
    }

    // Every third conversation rang two phones.
    private static CallRecord Call(int i, DateTime ended)
    {
        var (conversation, mixed) = (i % 4 == 3 ? i - 1 : i, unchecked((int)((uint)i * 2654435761u >> 4)));
        var (caller, missed) = ((int)((conversation * 7919L) % Callers) + 1, i % 4 == 3 || mixed % 9 == 0);
        return new CallRecord
        {
            Id = $"main:{1600000000L + i}.{i}:{100 + (mixed % Operators)}",
            Pbx = "main",
            Extension = $"{100 + (mixed % Operators)}",
            OperatorName = $"Оператор {mixed % Operators}",
            ConversationId = $"main:{1600000000L + conversation}.{conversation}",
            Direction = mixed % 4 == 0 ? CallDirection.Outbound : CallDirection.Inbound,
            Outcome = mixed % 100_000 == 7 ? CallOutcome.Parked : missed ? CallOutcome.Missed : CallOutcome.Answered,
            PartyKind = PartyKind.External,
            Number = NumberOf(caller)[1..],
            E164 = NumberOf(caller),
            NumberKey = NumberOf(caller)[3..],
            PartyName = caller % 5 == 0 ? $"CALLER {caller}" : null,
            CustomerId = caller <= Callers / 10 ? caller : null,
            Queue = mixed % 4 == 0 ? null : Queues[mixed % Queues.Length],
            Did = "78001234567",
            StartedAt = ended.AddSeconds(-150),
            WaitingSince = ended.AddSeconds(-160),
            AnsweredAt = missed ? null : ended.AddSeconds(-140),
            EndedAt = ended,
            Version = 4,
        };
    }
}
