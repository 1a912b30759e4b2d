using System.Globalization;
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
/// Adds many rows of one table with one prepared statement, in the transaction that its context has begun: a tenth of what change tracking costs. Columns and
/// conversions are those of the model, so it follows each migration by itself. The rows are not tracked afterwards.
/// </summary>
public sealed class RowInserter<TEntity> : IDisposable
    where TEntity : class
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly List<(IProperty Property, Func<object?, object?>? Convert)> _columns;
    private readonly IProperty? _generated;

    /// <summary>Prepares the statement. The context's connection must be open.</summary>
    public RowInserter(PhonePopDbContext db, RowConflict conflict = RowConflict.Fails)
    {
        var type = db.Model.FindEntityType(typeof(TEntity))!;
        _generated = type.FindPrimaryKey()!.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } key] && key.ClrType == typeof(int) ? key : null;
        _columns = [.. type.GetProperties().Where(p => p != _generated).Select(p => (p, (Func<object?, object?>?)p.GetTypeMapping().Converter?.ConvertToProvider))];
        _connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
        var names = _columns.ConvertAll(c => $"\"{c.Property.GetColumnName()}\"");
        var sql = $"INSERT INTO \"{type.GetTableName()}\" ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select(_ => "?"))})" + Otherwise(conflict, names, type);
        Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement));
    }

    /// <summary>Adds the row, and gives it its id where the database makes one.</summary>
    /// <returns>False where the old row stays.</returns>
    /// <exception cref="SqliteException">The database does not take it.</exception>
    public bool Insert(TEntity row)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            var (property, convert) = _columns[i];
            var value = property.PropertyInfo!.GetValue(row);
            Check(Bind(i + 1, value is not null && convert is not null ? convert(value) : value));
        }

        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        Check(result);
        if (raw.sqlite3_changes(_connection) == 0)
        {
            return false;
        }

        _generated?.PropertyInfo!.SetValue(row, (int)raw.sqlite3_last_insert_rowid(_connection));
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _statement.Dispose();

    private static string Otherwise(RowConflict conflict, List<string> columns, IEntityType type)
    {
        var key = string.Join(", ", type.FindPrimaryKey()!.Properties.Select(p => $"\"{p.GetColumnName()}\""));
        return conflict switch
        {
            RowConflict.KeepsOld => $" ON CONFLICT ({key}) DO NOTHING",
            RowConflict.Replaces => $" ON CONFLICT ({key}) DO UPDATE SET {string.Join(", ", columns.Select(c => $"{c} = excluded.{c}"))}",
            _ => "",
        };
    }

    // As the driver stores them.
    private int Bind(int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, at),
        string text => raw.sqlite3_bind_text(_statement, at, text),
        DateTime time => raw.sqlite3_bind_text(_statement, at, time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, at, bytes),
        bool or Enum or int or long => raw.sqlite3_bind_int64(_statement, at, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"A column of {value.GetType()} is not bound here yet."),
    };

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            throw new SqliteException($"SQLite Error {result}: '{raw.sqlite3_errmsg(_connection).utf8_to_string()}'.", result & 0xFF, result);
        }
    }
}
