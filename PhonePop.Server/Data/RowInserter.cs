using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace PhonePop.Server.Data;

/// <summary>What happens to a row whose key is in the table already.</summary>
public enum RowConflict
{
    /// <summary>The database refuses it.</summary>
    Fails,

    /// <summary>The old row stays.</summary>
    KeepsOld,

    /// <summary>The new row takes its place.</summary>
    Replaces,
}

/// <summary>
/// Adds many rows of one table with one prepared statement, in the transaction that its context has begun: a small part of what change tracking costs. Columns and
/// conversions are those of the model, so it follows each migration by itself. The rows are not tracked afterwards.
/// </summary>
public sealed class RowInserter<TEntity> : IDisposable
    where TEntity : class
{
    private static readonly ConditionalWeakTable<IEntityType, RowColumns<TEntity>> Known = [];

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly RowColumns<TEntity> _columns;
    private byte[] _text = new byte[256];

    /// <summary>Prepares the statement. The context's connection must be open, and stay so.</summary>
    public RowInserter(PhonePopDbContext db, RowConflict conflict = RowConflict.Fails)
    {
        var type = db.Model.FindEntityType(typeof(TEntity))!;
        _columns = Known.GetValue(type, static t => new RowColumns<TEntity>(t));
        _connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
        var names = _columns.Names;
        var sql = $"INSERT INTO \"{type.GetTableName()}\" ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select(_ => "?"))})" + Otherwise(conflict, names, type);
        Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement));
    }

    /// <summary>Adds the row, and gives it its id where the database makes one.</summary>
    /// <returns>False where the old row stays.</returns>
    /// <exception cref="SqliteException">The database does not take it.</exception>
    public bool Insert(TEntity row)
    {
        _columns.Bind(this, row);
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        Check(result);
        if (raw.sqlite3_changes(_connection) == 0)
        {
            return false;
        }

        _columns.SetId?.Invoke(row, (int)raw.sqlite3_last_insert_rowid(_connection));
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _statement.Dispose();

    // As the driver stores each of them; RowColumns takes the one for the type.
    internal void Bind(int at, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            Check(text is null ? raw.sqlite3_bind_null(_statement, at) : raw.sqlite3_bind_text(_statement, at, text));
            return;
        }

        if (Encoding.UTF8.GetMaxByteCount(text.Length) is var most && most > _text.Length)
        {
            _text = new byte[most];
        }

        var bytes = _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
        Check(bytes.Contains((byte)0) ? raw.sqlite3_bind_text(_statement, at, text) : raw.sqlite3_bind_text(_statement, at, bytes));
    }

    internal void Bind(int at, DateTime? time)
    {
        Span<byte> text = stackalloc byte[32];
        var length = 0;
        time?.TryFormat(text, out length, "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        Check(time is null ? raw.sqlite3_bind_null(_statement, at) : raw.sqlite3_bind_text(_statement, at, text[..length]));
    }

    internal void Bind(int at, byte[]? bytes) => Check(bytes is null ? raw.sqlite3_bind_null(_statement, at) : raw.sqlite3_bind_blob(_statement, at, bytes));

    internal void Bind(int at, bool? value) => Bind(at, value is { } known ? known ? 1L : 0L : null);

    internal void Bind(int at, long? value) => Check(value is { } known ? raw.sqlite3_bind_int64(_statement, at, known) : raw.sqlite3_bind_null(_statement, at));

    private static string Otherwise(RowConflict conflict, IReadOnlyList<string> columns, IEntityType type)
    {
        var key = string.Join(", ", type.FindPrimaryKey()!.Properties.Select(p => $"\"{p.GetColumnName()}\""));
        return conflict switch
        {
            RowConflict.KeepsOld => $" ON CONFLICT ({key}) DO NOTHING",
            RowConflict.Replaces => $" ON CONFLICT ({key}) DO UPDATE SET {string.Join(", ", columns.Select(c => $"{c} = excluded.{c}"))}",
            _ => "",
        };
    }

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            throw new SqliteException($"SQLite Error {result}: '{raw.sqlite3_errmsg(_connection).utf8_to_string()}'.", result & 0xFF, result);
        }
    }
}
