using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>The transaction of several pieces of work. Each piece has a savepoint, so that it can be undone without the others.</summary>
internal sealed class SqliteGroup(PooledDbContextFactory<SqliteDb> contexts, SqliteTransaction transaction, SqliteStatements statements)
{
    private static readonly SqliteQuery Begin = new("SAVEPOINT piece");
    private static readonly SqliteQuery Undo = new("ROLLBACK TO piece");
    private static readonly SqliteQuery End = new("RELEASE piece");

    /// <summary>Statements on the writer's connection, for pieces that every customer waits for.</summary>
    public SqliteStatements Statements => statements;

    public void BeginPiece() => statements.Run(Begin);

    public void UndoPiece() => statements.Run(Undo);

    public void EndPiece() => statements.Run(End);

    /// <summary>Does a piece with a context of its own.</summary>
    public async ValueTask<T> WithContextAsync<T>(Func<ModularDb, CancellationToken, Task<T>> work)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        db.Database.AutoSavepointsEnabled = false;
        await db.Database.UseTransactionAsync(transaction, CancellationToken.None);
        return await work(db, CancellationToken.None);
    }
}
