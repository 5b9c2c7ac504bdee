namespace Modular.AppClient;

/// <summary>
/// Bounds the lines of one kind that unknown callers can cause: a line for each of their requests would fill the disk and hide the rest. The
/// omitted lines are counted, and their number is written with the next line.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LogBudget(TimeProvider time)
{
    /// <summary>How many lines a second are written.</summary>
    public const int EachSecond = 10;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _began = time.GetTimestamp();
    private int _written;
    private long _leftOut;

    /// <summary>Asks for one line.</summary>
    /// <param name="leftOut">How many lines were left out since the last one.</param>
    /// <returns>Whether the line is to be written.</returns>
    public bool TryTake(out long leftOut)
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_began) >= Second)
            {
                (_began, _written) = (time.GetTimestamp(), 0);
            }

            if (_written == EachSecond)
            {
                leftOut = ++_leftOut;
                return false;
            }

            _written++;
            (leftOut, _leftOut) = (_leftOut, 0);
            return true;
        }
    }
}
