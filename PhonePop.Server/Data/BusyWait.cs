using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace PhonePop.Server.Data;

/// <summary>
/// Lets SQLite itself wait for the lock of another writer: it looks again after a millisecond, then seldomer. The driver alone looks every 150 ms, and who writes
/// now and then finds no gap between the batches of an import that way. The limit is the command's timeout, as before.
/// </summary>
internal sealed class BusyWait : DbConnectionInterceptor
{
    private const int Milliseconds = 1_000;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Set(connection);
        return Task.CompletedTask;
    }

    private static void Set(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
        {
            raw.sqlite3_busy_timeout(handle, Milliseconds);
        }
    }
}
