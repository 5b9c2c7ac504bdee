using System.Collections.Concurrent;

namespace Modular.Infrastructure.Database;

/// <summary>
/// Connections that read a SQLite file and stay open with their statements prepared, for the reads that every request causes: there are
/// as many as ever were needed at once.
/// </summary>
/// <param name="file">The path of the file.</param>
internal sealed class SqliteReaders(string file) : IDisposable
{
    private readonly ConcurrentBag<SqliteReader> _idle = [];

    /// <summary>How often SQLite has compiled a prepared statement anew, on the connections that nobody uses now.</summary>
    internal int Recompiled => _idle.Sum(reader => reader.Statements.Recompiled);

    /// <summary>Runs a query.</summary>
    /// <param name="query">The query; always the same object for the same text.</param>
    /// <param name="state">What <paramref name="read"/> works with.</param>
    /// <param name="read">Binds the parameters and takes the rows, at once and without waiting for anything.</param>
    public TResult Read<TState, TResult>(SqliteQuery query, TState state, Func<SqliteRows, TState, TResult> read)
    {
        var reader = _idle.TryTake(out var idle) ? idle : new SqliteReader(file);
        try
        {
            var result = reader.Statements.Run(query, state, read);
            _idle.Add(reader);
            return result;
        }
        catch
        {
            // Whatever state it is in.
            reader.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
