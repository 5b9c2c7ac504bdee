using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>A piece of work in the line of <see cref="SqliteWriter"/>, with the task of its caller.</summary>
internal abstract class SqliteWork
{
    /// <summary>The failure of this piece alone; null without one.</summary>
    public abstract Exception? Failure { get; }

    /// <summary>Runs within the group's transaction. Throws only a failure that ends the whole group.</summary>
    public abstract ValueTask RunAsync(SqliteGroup group);

    /// <summary>Completes the caller's task: the group is on the disk.</summary>
    /// <param name="together">How many pieces the group has.</param>
    public abstract void Finish(int together);

    /// <summary>Fails the caller's task: nothing of the group was stored.</summary>
    public abstract void Fail(Exception failure);
}

/// <inheritdoc />
internal sealed class SqliteWork<T>(Func<SqliteGroup, ValueTask<T>> work, CancellationToken cancellationToken) : SqliteWork
{
    private readonly Activity? _span = DatabaseSpans.BeginWrite(SqliteStatements.System);
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Done => _done.Task;

    public override Exception? Failure => _failure;

    public override async ValueTask RunAsync(SqliteGroup group)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _failure = new OperationCanceledException(cancellationToken);
            return;
        }

        group.BeginPiece();
        try
        {
            _result = await DoAsync(group);
        }
        catch (Exception failure)
        {
            // A failure of this piece alone: the group goes on.
            _failure = failure;
            UndoOwn(group, failure);
        }

        group.EndPiece();
    }

    public override void Finish(int together)
    {
        DatabaseSpans.EndWrite(_span, together, _failure);
        switch (_failure)
        {
            case null:
                _done.SetResult(_result!);
                break;
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                _done.SetCanceled(cancellationToken);
                break;
            default:
                _done.SetException(_failure);
                break;
        }
    }

    public override void Fail(Exception failure)
    {
        DatabaseSpans.EndWrite(_span, together: 1, failure);
        _done.SetException(failure);
    }

    // Statements belong to the request that waits for this piece, and to none where that one is not recorded.
    private async ValueTask<T> DoAsync(SqliteGroup group)
    {
        Activity.Current = _span;
        return await work(group);
    }

    private static void UndoOwn(SqliteGroup group, Exception failure)
    {
        try
        {
            group.UndoPiece();
        }
        catch (SqliteException)
        {
            // A full disk takes the whole transaction along, and then the savepoint is gone: the first failure is the cause.
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
