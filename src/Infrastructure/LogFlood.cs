using System.Collections.Concurrent;

namespace Modular.Infrastructure;

/// <summary>
/// Bounds what one kind of trouble writes into the log: an outage, or a stranger who tries tokens, causes a line for each request, which
/// fills disks and hides all else. The first lines of a second are written; those that follow are counted, and told once a second.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class LogFlood(TimeProvider time)
{
    /// <summary>The most kinds that are counted each by itself.</summary>
    private const int MostKinds = 1_000;

    private const string AllOthers = "";

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <summary>How long details, like a stack trace, are not repeated.</summary>
    private static readonly TimeSpan BetweenDetails = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Kind> _kinds = new(StringComparer.Ordinal);

    /// <summary>Counts a line.</summary>
    /// <param name="kind">Which lines are the same trouble; nothing that a caller can choose.</param>
    /// <param name="most">How many lines a second are written, 1 or more.</param>
    /// <param name="tell">Writes how many more there were within a second.</param>
    /// <returns>Whether this line is to be written.</returns>
    public FloodedLine Take(string kind, int most, Action<long> tell)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var counted = _kinds.TryGetValue(kind, out var known) ? known
            : _kinds.GetOrAdd(_kinds.Count < MostKinds ? kind : AllOthers, _ => new Kind(time));
        return counted.Take(most, tell);
    }

    private sealed class Kind(TimeProvider time)
    {
        private readonly Lock _change = new();
        private ITimer? _window;
        private int _written;
        private long _more;
        private long? _detailed;
        private Action<long>? _tell;

        public FloodedLine Take(int most, Action<long> tell)
        {
            lock (_change)
            {
                _window ??= time.CreateTimer(_ => End(), state: null, Window, Timeout.InfiniteTimeSpan);
                if (_written >= most)
                {
                    (_more, _tell) = (_more + 1, tell);
                    return FloodedLine.Counted;
                }

                _written++;
                if (_detailed is { } last && time.GetElapsedTime(last) < BetweenDetails)
                {
                    return FloodedLine.Written;
                }

                _detailed = time.GetTimestamp();
                return FloodedLine.WrittenWithDetails;
            }
        }

        private void End()
        {
            long more;
            Action<long>? tell;
            lock (_change)
            {
                (more, tell) = (_more, _tell);
                (_more, _tell) = (0, null);

                // The line that tells is one of the next second.
                _written = more > 0 ? 1 : 0;
                if (more > 0)
                {
                    _window?.Change(Window, Timeout.InfiniteTimeSpan);
                }
                else
                {
                    _window?.Dispose();
                    _window = null;
                }
            }

            tell?.Invoke(more);
        }
    }
}

/// <summary>What becomes of a line.</summary>
public enum FloodedLine
{
    /// <summary>It is counted, and told with others.</summary>
    Counted,

    /// <summary>It is written, without details that were written within the last minute.</summary>
    Written,

    /// <summary>It is written with all details.</summary>
    WrittenWithDetails,
}
