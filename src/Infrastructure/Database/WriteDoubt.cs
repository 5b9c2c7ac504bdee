namespace Modular.Infrastructure.Database;

/// <summary>
/// Whether the database takes writes, as far as this node has seen: a disk that is full, or a right that was withdrawn, is seen by writing
/// alone. A write that failed raises the doubt. A trial ends it, once no write has failed for a while: the trial is not the write that failed.
/// </summary>
internal sealed class WriteDoubt(TimeProvider time)
{
    private const long None = long.MinValue;

    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(5);

    private long _failedAt = None;

    /// <summary>Whether there is a doubt.</summary>
    public bool IsRaised => Volatile.Read(ref _failedAt) != None;

    /// <summary>A write failed for a reason that others meet as well.</summary>
    public void Raise() => Volatile.Write(ref _failedAt, time.GetTimestamp());

    /// <summary>A trial was written.</summary>
    /// <returns>Whether there is no doubt left.</returns>
    public bool End()
    {
        var failedAt = Volatile.Read(ref _failedAt);
        return failedAt == None
            || (time.GetElapsedTime(failedAt) >= QuietFor && Interlocked.CompareExchange(ref _failedAt, None, failedAt) == failedAt);
    }
}
