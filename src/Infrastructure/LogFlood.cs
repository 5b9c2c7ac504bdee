using System.Collections.Concurrent;

namespace Modular.Infrastructure;

/// <summary>
/// Bounds the log lines of one kind of trouble: an outage, or an attacker who tries tokens, causes a line for each request, which
/// fills the disk and hides all else. The first lines of a second are written; the others are counted, and their number is written once a second.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class LogFlood(TimeProvider time) : IDisposable
{
    /// <summary>The most kinds that are counted each by itself.</summary>
    private const int MostKinds = 1_000;

    private const string AllOthers = "";

    private readonly ConcurrentDictionary<string, LogWindow> _kinds = new(StringComparer.Ordinal);

    /// <summary>Counts a line.</summary>
    /// <param name="kind">Which lines are the same trouble; nothing that a caller can choose.</param>
    /// <param name="most">How many lines a second are written, 1 or more; the same for each line of the kind.</param>
    /// <param name="tell">Writes how many more there were within a second; that of the kind's first line is kept.</param>
    /// <returns>Whether this line is to be written.</returns>
    public FloodedLine Take(string kind, int most, Action<long> tell) => Of(kind, most, tell).Take();

    /// <summary>The count of one kind, to be kept where each request has a line of it.</summary>
    /// <param name="kind">Which lines are counted together; nothing that a caller can choose.</param>
    /// <param name="most">How many lines a second are written, 1 or more.</param>
    /// <param name="tell">Writes how many more there were within a second.</param>
    public LogWindow Of(string kind, int most, Action<long> tell)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return _kinds.TryGetValue(kind, out var known) ? known
            : _kinds.GetOrAdd(_kinds.Count < MostKinds ? kind : AllOthers, _ => new LogWindow(time, most, tell));
    }

    /// <summary>Writes a line about those counted since the last one.</summary>
    public void Dispose()
    {
        foreach (var window in _kinds.Values)
        {
            window.Dispose();
        }
    }
}

/// <summary>The decision about a line.</summary>
public enum FloodedLine
{
    /// <summary>The line is counted, and reported with others.</summary>
    Counted,

    /// <summary>The line is written, without details that were written within the last minute.</summary>
    Written,

    /// <summary>The line is written with all details.</summary>
    WrittenWithDetails,
}
