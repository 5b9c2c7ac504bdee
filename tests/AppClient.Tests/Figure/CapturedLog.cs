using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Modular.AppClient.Tests.Figure;

/// <summary>Everything that was logged, exceptions included.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _entries = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue($"{formatter(state, exception)} {exception}");

    public override string ToString() => string.Join('\n', _entries);

    public void Dispose()
    {
    }
}
