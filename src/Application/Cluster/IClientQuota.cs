namespace Modular.Application.Cluster;

/// <summary>
/// The quota of each client: a number of requests a second on average, and a number at once (GCRA, the leaky bucket as a meter). A
/// quota protects the other callers, and decides nothing about rights: an adapter that cannot count fails open.
/// </summary>
public interface IClientQuota
{
    /// <summary>Counts one request, if there is room for it.</summary>
    /// <param name="key">The caller whose requests are counted.</param>
    /// <param name="cancellationToken">Ends the wait for a count that is kept on another node.</param>
    /// <returns>
    /// Null if the request may go on. Else the time until the next one may, more than zero; a refused request is not counted, so that it
    /// does not make the wait longer.
    /// </returns>
    ValueTask<TimeSpan?> TakeAsync(QuotaKey key, CancellationToken cancellationToken);
}
