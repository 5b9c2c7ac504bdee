namespace Modular.Infrastructure.Database;

/// <summary>
/// Writes to the database, one transaction for each piece of work. Writers wait for one another, as briefly as the database allows, and
/// are not refused because others write too.
/// </summary>
internal interface IWriter
{
    /// <summary>Does <paramref name="work"/> in a transaction, and returns when its changes will survive a crash.</summary>
    /// <param name="work">
    /// Reads and saves by the context that it gets, and by no other. Without an exception, its changes are kept. It may be run again,
    /// on a new context, when the database asks for another try: it changes nothing but what it made itself.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for a turn; what is begun is finished.</param>
    /// <typeparam name="T">The result.</typeparam>
    /// <exception cref="DatabaseUnavailableException">The database does not take it now: it may later.</exception>
    Task<T> WriteAsync<T>(Func<ModularDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// As the other overload, for work that waits for a row which others want as well: its writers wait for one another, and never keep those of
    /// other rows from writing.
    /// </summary>
    /// <param name="row">The row: equal values are the same row.</param>
    /// <param name="work">As for the other overload.</param>
    /// <param name="cancellationToken">As for the other overload.</param>
    /// <typeparam name="T">The result.</typeparam>
    /// <exception cref="DatabaseUnavailableException">The database does not take it now: it may later.</exception>
    Task<T> WriteAsync<T>(object row, Func<ModularDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken);
}
