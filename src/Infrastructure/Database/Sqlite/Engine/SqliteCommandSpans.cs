using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>
/// Spans of the commands that EF sends to SQLite, whose library has none. EF tells of each command by its diagnostic source, which costs nothing
/// while nothing listens; an interceptor would cost each command.
/// </summary>
internal sealed class SqliteCommandSpans : IHostedService, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    /// <summary>Listens, if anything listens to spans.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (DatabaseSpans.IsHeard)
        {
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name || name == RelationalEventId.CommandError.Name));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandEndEventData { Command: SqliteCommand command } ended)
        {
            using var span = DatabaseSpans.Begin(SqliteStatements.System, SqlSummary.Of(command.CommandText), ended.StartTime);
            DatabaseSpans.Fail(span, (ended as CommandErrorEventData)?.Exception.GetType().FullName);
            span?.SetEndTime((ended.StartTime + ended.Duration).UtcDateTime);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        _subscriptions.ForEach(subscription => subscription.Dispose());
        _subscriptions.Clear();
    }
}
