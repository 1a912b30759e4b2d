using System.Collections.Concurrent;

namespace PhonePop.Server.Logging;

/// <summary>Every logger of the server, its libraries' too: each line is made plain, and repeated ones are held back. See <see cref="LogLimit"/>.</summary>
internal sealed class LimitedLoggerFactory(ILoggerFactory inner, LogLimit limit) : ILoggerFactory
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, name => new LimitedLogger(name, inner.CreateLogger(name), limit));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class LimitedLogger(string category, ILogger inner, LogLimit limit) : ILogger
    {
        // The problem of one PBX is not that of another.
        private static readonly string[] Places = ["Pbx", "Address", "Lookup"];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel))
            {
                return;
            }

            var text = PlainText.Of(formatter(state, exception));
            if (logLevel < LogLevel.Information) // somebody is looking for something, and wants all of it
            {
                inner.Log(logLevel, eventId, state, exception, (_, _) => text);
            }
            else if (limit.Pass($"{category}/{eventId.Id}/{exception?.GetType().Name}{PlaceOf(state)}", text, logLevel >= LogLevel.Warning, out var held))
            {
                inner.Log(logLevel, eventId, state, exception, (_, _) => held == 0 ? text : $"{text} ({held} more like it were left out before)");
            }
        }

        private static string? PlaceOf<TState>(TState state) =>
            state is IReadOnlyList<KeyValuePair<string, object?>> values ? string.Concat(values.Where(v => Places.Contains(v.Key)).Select(v => $"/{v.Value}")) : null;
    }
}
