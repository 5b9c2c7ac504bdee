using System.Collections;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Modular.Telemetry.Logging;

/// <summary>
/// The one scope that log entries have: the trace id of the request, under which its answer has it in <c>X-Trace-Id</c>. The web server's own
/// scopes are left out: they name the path, which is the caller's text, and cost every request that logs nothing.
/// </summary>
internal sealed class TraceScope : IExternalScopeProvider
{
    public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
    {
        if (Activity.Current is { } activity)
        {
            callback(new Request(activity.TraceId.ToHexString()), state);
        }
    }

    public IDisposable Push(object? state) => NoScope.Instance;

    private sealed class Request(string traceId) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] =>
            index == 0 ? new("TraceId", traceId) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"TraceId:{traceId}";
    }

    private sealed class NoScope : IDisposable
    {
        public static NoScope Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
