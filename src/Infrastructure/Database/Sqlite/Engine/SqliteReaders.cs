using System.Collections.Concurrent;

namespace Modular.Infrastructure.Database;

/// <summary>
/// Connections that read a SQLite file and stay open with their statements prepared, for the reads that every request causes: there are
/// as many as ever were needed at once.
/// </summary>
internal sealed class SqliteReaders : IDisposable
{
    private readonly ConcurrentBag<SqliteReader> _idle = [];
    private readonly SqliteFile _file;
    private volatile int _generation;

    public SqliteReaders(SqliteFile file)
    {
        _file = file;
        file.OnRenewal(Renew);
    }

    /// <summary>How often SQLite has compiled a prepared statement anew, on the connections that nobody uses now.</summary>
    internal int Recompiled => _idle.Sum(reader => reader.Statements.Recompiled);

    /// <summary>Runs a query.</summary>
    /// <param name="query">The query; always the same object for the same text.</param>
    /// <param name="state">What <paramref name="read"/> works with.</param>
    /// <param name="read">Binds the parameters and takes the rows, at once and without waiting for anything.</param>
    public TResult Read<TState, TResult>(SqliteQuery query, TState state, Func<SqliteRows, TState, TResult> read)
    {
        _file.CheckNowAndThen();
        var generation = _generation;
        var reader = _idle.TryTake(out var idle) ? idle : Open();
        try
        {
            var result = reader.Statements.Run(query, state, read);
            Return(reader, generation);
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
        CloseIdle();
    }

    private SqliteReader Open()
    {
        var reader = new SqliteReader(_file.Path);
        try
        {
            _file.Check();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private void Return(SqliteReader reader, int generation)
    {
        if (generation == _generation)
        {
            _idle.Add(reader);
        }
        else
        {
            reader.Dispose();
        }
    }

    private void Renew()
    {
        Interlocked.Increment(ref _generation);
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
