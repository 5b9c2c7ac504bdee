using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>
/// The prepared statements of one connection, for one thread at a time. Below ADO.NET, whose commands and readers cost more than SQLite
/// itself.
/// </summary>
internal sealed class SqliteStatements(sqlite3 connection) : IDisposable
{
    /// <summary>The name of SQLite in spans.</summary>
    public const string System = "sqlite";

    // SQLITE_STMTSTATUS_REPREPARE (sqlite.org/c3ref/c_stmtstatus_counter.html), which the library does not name.
    private const int CountOfRepreparations = 5;

    private readonly Dictionary<SqliteQuery, sqlite3_stmt> _prepared = [];

    /// <summary>How often SQLite has compiled a prepared statement anew.</summary>
    public int Recompiled => _prepared.Values.Sum(statement => raw.sqlite3_stmt_status(statement, CountOfRepreparations, 0));

    /// <summary>Runs a statement.</summary>
    /// <param name="query">The statement.</param>
    /// <param name="state">The argument of <paramref name="run"/>.</param>
    /// <param name="run">Binds the parameters and takes the rows, at once and without waiting for anything.</param>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    public TResult Run<TState, TResult>(SqliteQuery query, TState state, Func<SqliteRows, TState, TResult> run)
    {
        if (!_prepared.TryGetValue(query, out var statement))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection, query.Text, out statement), connection);
            _prepared.Add(query, statement);
        }

        using var span = DatabaseSpans.IsRecorded ? DatabaseSpans.Begin(System, query.Summary) : null;
        try
        {
            return run(new SqliteRows(connection, statement), state);
        }
        catch (SqliteException failure)
        {
            DatabaseSpans.Fail(span, SqliteTrouble.Instance.NameOf(failure));
            throw;
        }
        finally
        {
            // Ends a read, so that the log can be written back. Parameters are bound anew by the next one.
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Runs a statement that takes nothing and gives nothing.</summary>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    public void Run(SqliteQuery query) => Run(query, 0, static (rows, _) => rows.Next());

    /// <summary>Adds a row.</summary>
    /// <returns>The number that the insert returns; 0 where it returns nothing.</returns>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    public long Add<T>(SqliteInsert<T> insert, T row) => Run(insert.Query, (insert, row), static (rows, added) =>
    {
        added.insert.Bind(rows, added.row);
        if (!rows.Next())
        {
            return 0;
        }

        var number = rows.Number(0);
        rows.Next();
        return number;
    });

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }
    }
}
