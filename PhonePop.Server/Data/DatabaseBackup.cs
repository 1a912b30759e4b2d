using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PhonePop.Server.Data;

/// <summary>
/// <c>PhonePop.Server backup FOLDER</c>: a copy of the database as it is at one moment, and of the settings file beside it, while the server goes on.
/// To restore, stop the server, put both where they came from without the <c>-wal</c> and <c>-shm</c> files that are there, and start it.
/// </summary>
internal sealed class DatabaseBackup(DatabaseLocation location, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Copies, looks whether the copy is whole, and says where it is.</summary>
    /// <returns>0: done. 1: it could not be made, and <paramref name="output"/> says why. 2: no folder was named.</returns>
    public async Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        if (arguments is not [{ Length: > 0 } into])
        {
            await output.WriteLineAsync("Usage: PhonePop.Server backup FOLDER. A new folder is made in it, named for the time.");
            return 2;
        }

        if (location.File is not { } file || !File.Exists(file))
        {
            await output.WriteLineAsync($"There is no database to copy: {location.File ?? "it lies in memory"}. Run this in the server's folder, with its settings and environment.");
            return 1;
        }

        var folder = Path.Combine(into, "phonepop-" + clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        try
        {
            MakeOwn(folder);
            var copy = Path.Combine(folder, Path.GetFileName(file));
            await CopyAsync(file, copy, cancellationToken);
            var settings = Path.Combine(Path.GetDirectoryName(file)!, "settings.json");
            if (File.Exists(settings))
            {
                File.Copy(settings, Path.Combine(folder, "settings.json"));
            }

            await output.WriteLineAsync($"{copy} ({new FileInfo(copy).Length / 1024:N0} KB, whole{(File.Exists(settings) ? ", with settings.json" : "")}). It holds customers, passwords' hashes and keys: keep it to yourself.");
            return 0;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await output.WriteLineAsync($"The backup could not be made in {folder}: {e.Message}");
            return 1;
        }
    }

    // Nobody else may look into it, from the first byte on.
    private static void MakeOwn(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnly);
    }

    // One read transaction: writers go on, and what they write meanwhile is not in it.
    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await ExecuteAsync(from, SqliteOpenMode.ReadWrite, "VACUUM INTO $value", to, cancellationToken);

        // Every page is read. What is not done is to look for each row in each index: that takes six minutes with ten million calls, and an index can be made anew.
        if (await ExecuteAsync(to, SqliteOpenMode.ReadOnly, "PRAGMA quick_check", null, cancellationToken) is not "ok")
        {
            throw new InvalidDataException("the copy is damaged, and so may the database be.");
        }
    }

    private static async Task<object?> ExecuteAsync(string file, SqliteOpenMode mode, string sql, string? value, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (value is not null)
        {
            command.Parameters.AddWithValue("$value", value);
        }

        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
