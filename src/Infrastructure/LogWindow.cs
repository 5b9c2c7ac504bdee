namespace Modular.Infrastructure;

/// <summary>Counts the lines of one kind, second by second. Each request may have such a line, so no lock is taken.</summary>
public sealed class LogWindow : IDisposable
{
    private const int BitsOfLines = 24;
    private const long MaskOfLines = (1L << BitsOfLines) - 1;
    private const long Milliseconds = 1_000;

    /// <summary>How long details, like a stack trace, are not repeated.</summary>
    private const long MillisecondsBetweenDetails = 60_000;

    private const long Never = -1;

    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly int _most;
    private readonly Action<long> _tell;
    private readonly ITimer _end;

    // When the second began, in milliseconds since the origin, and behind it how many lines it has: one value, so that both change as one.
    private long _second;
    private long _more;
    private long _detailed = Never;

    /// <param name="time">The clock.</param>
    /// <param name="most">How many lines a second are written, 1 or more.</param>
    /// <param name="tell">Writes how many more there were within a second.</param>
    internal LogWindow(TimeProvider time, int most, Action<long> tell)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, MaskOfLines / 2);
        (_time, _origin, _most, _tell) = (time, time.GetTimestamp(), most, tell);

        // The summary line is not about the first request alone, so it has no trace id.
        using (ExecutionContext.SuppressFlow())
        {
            _end = time.CreateTimer(_ => Tell(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Counts a line.</summary>
    /// <returns>Whether it is to be written.</returns>
    public FloodedLine Take()
    {
        var now = Now();
        if (!TryAdd(now, _most, out var left))
        {
            if (Interlocked.Increment(ref _more) == 1)
            {
                _end.Change(TimeSpan.FromMilliseconds(left), Timeout.InfiniteTimeSpan);
            }

            return FloodedLine.Counted;
        }

        var last = Volatile.Read(ref _detailed);
        return (last == Never || now - last >= MillisecondsBetweenDetails) && Interlocked.CompareExchange(ref _detailed, now, last) == last
            ? FloodedLine.WrittenWithDetails
            : FloodedLine.Written;
    }

    /// <summary>Writes a line about those counted since the last one.</summary>
    public void Dispose()
    {
        _end.Dispose();
        Tell();
    }

    private void Tell()
    {
        var more = Interlocked.Exchange(ref _more, 0);
        if (more > 0)
        {
            // The line that tells is one of its second, too.
            TryAdd(Now(), int.MaxValue, out _);
            _tell(more);
        }
    }

    /// <summary>Adds a line to the present second, or to a new one where that is over.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">How many lines the second may have.</param>
    /// <param name="left">How many milliseconds are left of a second that is full.</param>
    private bool TryAdd(long now, int most, out long left)
    {
        while (true)
        {
            var second = Interlocked.Read(ref _second);
            var (began, lines) = (second >> BitsOfLines, second & MaskOfLines);
            left = began + Milliseconds - now;
            var isOver = lines == 0 || left <= 0;
            if (!isOver && lines >= most)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _second, isOver ? (now << BitsOfLines) | 1 : second + 1, second) == second)
            {
                return true;
            }
        }
    }

    private long Now() => (long)_time.GetElapsedTime(_origin).TotalMilliseconds;
}
