namespace Modular.Application.Cluster;

/// <summary>
/// How much each client may ask for: so many requests a second on average, and so many at once (GCRA, the leaky bucket as a meter). A
/// quota protects the other callers, and decides nothing about rights: an adapter that cannot count any more lets requests through.
/// </summary>
public interface IClientQuota
{
    /// <summary>Counts one request, if there is room for it.</summary>
    /// <param name="key">Whose it is.</param>
    /// <param name="cancellationToken">Ends the wait for a count that is kept on another node.</param>
    /// <returns>
    /// Null when it may go on. Else how long until the next one may, more than zero; it was not counted, so that asking too often does not
    /// make the wait longer.
    /// </returns>
    ValueTask<TimeSpan?> TakeAsync(QuotaKey key, CancellationToken cancellationToken);
}
