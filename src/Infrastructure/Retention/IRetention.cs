using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Retention;

/// <summary>Something that is kept for a time and no longer. Each noun says so of its own tables, beside its store.</summary>
internal interface IRetention
{
    /// <summary>The name of the data, for the log.</summary>
    string What { get; }

    /// <summary>Deletes the oldest part of the data that is old enough.</summary>
    /// <param name="db">Within a transaction, for which others may wait.</param>
    /// <param name="now">The moment, the same in each step of a round.</param>
    /// <param name="most">The most rows to delete.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>How many rows are gone. Fewer than <paramref name="most"/>: there are no more.</returns>
    Task<int> DeleteAsync(ModularDb db, DateTimeOffset now, int most, CancellationToken cancellationToken);
}
