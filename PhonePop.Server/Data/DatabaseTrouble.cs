using Microsoft.Data.Sqlite;

namespace PhonePop.Server.Data;

/// <summary>Why the database does not answer or take anything at the moment, whatever is asked: it may pass.</summary>
public enum DatabaseTrouble
{
    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>Somebody else holds it for longer than we wait.</summary>
    Busy,

    /// <summary>The file cannot be read or written: rights, or the disk itself.</summary>
    Unusable,
}

/// <summary>Tells such troubles from faults.</summary>
public static class DatabaseTroubles
{
    /// <summary>The trouble behind an exception; null where it is another.</summary>
    public static DatabaseTrouble? Of(Exception exception) => (exception.GetBaseException() as SqliteException)?.SqliteErrorCode switch
    {
        13 => DatabaseTrouble.Full,
        5 or 6 => DatabaseTrouble.Busy, // busy, locked
        8 or 10 or 14 => DatabaseTrouble.Unusable, // read-only, I/O error, cannot be opened
        _ => null,
    };
}
