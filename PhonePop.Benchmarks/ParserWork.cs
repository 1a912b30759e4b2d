using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Ami.Connection;
using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks;

/// <summary>Ways to read the recorded events of one version from memory, to compare. Each returns how many events it read.</summary>
sealed class ParserWork : IDisposable
{
    private const int Largest = 1024 * 1024;
    private readonly byte[] _traffic;
    private readonly AmiMessage _message = new();
    private readonly ModelHandler _model = new();
    private readonly FieldHandler _fields = new(wants: true);
    private readonly MessageDispatcher _skipping = new(new FieldHandler(wants: false), new PendingActions(), NullLogger.Instance);
    private readonly MessageDispatcher _all;
    private readonly MessageDispatcher _used;

    public ParserWork(string version)
    {
        _traffic = RecordedTraffic.Load(version);
        _all = new MessageDispatcher(_fields, new PendingActions(), NullLogger.Instance);
        _used = new MessageDispatcher(new WantedFields(_model.Model, _fields), new PendingActions(), NullLogger.Instance);
        _model.Model.OnOpened(new AmiVersion(version.StartsWith("11.", StringComparison.Ordinal) ? 1 : 11, 0, 0));
    }

    /// <summary>The floor: the runtime's own vectorised search for the end of each message, and nothing else.</summary>
    public int Floor()
    {
        var count = 0;
        var rest = _traffic.AsSpan();
        for (int end; (end = rest.IndexOf("\r\n\r\n"u8)) >= 0; rest = rest[(end + 4)..])
        {
            count++;
        }

        return count;
    }

    /// <summary>Our own search for the ends, which also takes bare line ends and old command output.</summary>
    public int Ends()
    {
        var reader = new AmiMessageReader(Largest);
        var count = 0;
        for (var start = 0; reader.TryRead(_traffic.AsSpan(start), out var length); start += length)
        {
            count++;
        }

        return count;
    }

    /// <summary>Ends, and where all fields are.</summary>
    public int AllFields()
    {
        var reader = new AmiMessageReader(Largest);
        var count = 0;
        for (var start = 0; reader.TryRead(_traffic.AsSpan(start), out var length); start += length)
        {
            _message.Load(_traffic, start, length, 0);
            count++;
        }

        return count;
    }

    /// <summary>The session's own way, for events that nobody wants.</summary>
    public int Skipped() => Dispatch(_skipping);

    /// <summary>The session's own way: the events that the model wants, and four fields of each.</summary>
    public int Used() => Dispatch(_used);

    /// <summary>The same, as if the model wanted every event.</summary>
    public int AllUsed() => Dispatch(_all);

    /// <summary>Lines and dictionaries, and the same four fields.</summary>
    public int Naive()
    {
        using var reader = new NaiveReader(new MemoryStream(_traffic));
        var count = 0;
        for (; reader.Read() is { } fields; count++)
        {
            _ = (fields.GetValueOrDefault("Event")?.Length + fields.GetValueOrDefault("Uniqueid")?.Length + fields.GetValueOrDefault("CallerIDNum")?.Length + fields.GetValueOrDefault("ConnectedLineNum")?.Length) ?? 0;
        }

        return count;
    }

    public void Dispose() => _model.Dispose();

    private int Dispatch(MessageDispatcher dispatcher)
    {
        var reader = new AmiMessageReader(Largest);
        var count = 0;
        for (var start = 0; reader.TryRead(_traffic.AsSpan(start), out var length); start += length)
        {
            dispatcher.Dispatch(_traffic, start, length, 0);
            count++;
        }

        return count;
    }

    /// <summary>Wants what the model wants, and only reads it.</summary>
    private sealed class WantedFields(IAmiMessageHandler model, FieldHandler fields) : IAmiMessageHandler
    {
        public bool Wants(ReadOnlySpan<byte> eventName) => model.Wants(eventName);

        public void OnEvent(AmiMessage message) => fields.OnEvent(message);

        public void OnBatchEnd(long receivedAt)
        {
        }
    }
}
