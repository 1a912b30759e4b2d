using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

/// <summary>One caller that waits for an answer.</summary>
sealed class PendingAction(long number, string id, bool isList, IAmiRowHandler? rows)
{
    public const int MostRows = 50_000; // to be kept; a handler of rows keeps what it likes

    // The caller continues on the pool: the read thread must not run other people's code.
    readonly TaskCompletionSource<AmiListResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<AmiRecord> _collected = [];
    AmiRecord? _response;

    public long Number => number;
    public string Id => id;
    public bool IsList => isList;
    public Task<AmiListResult> Result => _result.Task;

    public void Fail(Exception reason)
    {
        _result.TrySetException(reason);
        _ = _result.Task.Exception; // seen: its caller may have stopped waiting a moment ago
    }

    /// <returns>True when nothing more comes.</returns>
    public bool Respond(AmiMessage response)
    {
        _response = response.ToRecord();
        if (isList && _response.Success)
        {
            rows?.OnStart(response);
            return false;
        }

        _result.TrySetResult(new AmiListResult(_response, []));
        return true;
    }

    /// <returns>True when this was the last one.</returns>
    public bool Row(AmiMessage row)
    {
        if (IsLast(row))
        {
            try
            {
                rows?.OnComplete(row);
            }
            finally
            {
                _result.TrySetResult(new AmiListResult(_response ?? row.ToRecord(), _collected));
            }

            return true;
        }

        if (_collected.Count >= MostRows)
        {
            Fail(new AmiProtocolException($"The PBX sent a list of more than {MostRows} rows."));
            return true;
        }

        if (rows is null)
        {
            _collected.Add(row.ToRecord());
        }
        else
        {
            rows.OnRow(row);
        }

        return false;
    }

    // Asterisk 11 does not mark the end of every list; the name of the last event always says it.
    static bool IsLast(AmiMessage row) =>
        Ascii.EqualsIgnoreCase(row.Value("EventList"u8), "Complete"u8) || Ascii.EqualsIgnoreCase(row.Value("EventList"u8), "cancelled"u8) || row.Event.EndsWith("Complete"u8);
}

/// <summary>Who waits for which answer. Callers add and remove from any thread; the read thread completes.</summary>
sealed class PendingActions
{
    readonly Lock _lock = new();
    readonly Dictionary<long, PendingAction> _waiting = [];
    readonly string _prefix = $"phonepop-{RandomNumberGenerator.GetHexString(12, lowercase: true)}-"; // never another program's
    readonly byte[] _prefixBytes;
    Exception? _closed;
    long _last;
    int _lists;

    public PendingActions() => _prefixBytes = Encoding.ASCII.GetBytes(_prefix);

    /// <summary>True while an event may be a row of ours.</summary>
    public bool AwaitsRows => Volatile.Read(ref _lists) > 0;

    /// <exception cref="Exception">The reason for which the connection ended.</exception>
    public PendingAction Add(bool isList, IAmiRowHandler? rows)
    {
        lock (_lock)
        {
            if (_closed is not null)
            {
                throw new AmiConnectionClosedException(_closed.Message, _closed);
            }

            var number = ++_last;
            var action = new PendingAction(number, _prefix + number.ToString(CultureInfo.InvariantCulture), isList, rows);
            _waiting.Add(number, action);
            _lists += isList ? 1 : 0;
            return action;
        }
    }

    public void Remove(PendingAction action)
    {
        lock (_lock)
        {
            _lists -= _waiting.Remove(action.Number) && action.IsList ? 1 : 0;
        }
    }

    public void FailAll(Exception reason)
    {
        PendingAction[] waiting;
        lock (_lock)
        {
            _closed ??= reason;
            waiting = [.. _waiting.Values];
            _waiting.Clear();
            _lists = 0;
        }

        foreach (var action in waiting)
        {
            action.Fail(reason);
        }
    }

    /// <summary>Null when the message belongs to nobody here: another program's, or one that is no longer waited for.</summary>
    public PendingAction? Find(ReadOnlySpan<byte> actionId)
    {
        if (!actionId.StartsWith(_prefixBytes) || !Utf8Parser.TryParse(actionId[_prefixBytes.Length..], out long number, out _))
        {
            return null;
        }

        lock (_lock)
        {
            return _waiting.GetValueOrDefault(number);
        }
    }
}
