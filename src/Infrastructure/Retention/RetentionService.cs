using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Retention;

/// <summary>
/// Deletes old data in the background, in small steps: each is a short transaction in the line of all writers, so
/// that requests come in between. One node at a time runs a step, and any node may run the next one.
/// </summary>
internal sealed partial class RetentionService(
    IWriter writer,
    IEnumerable<IRetention> retentions,
    IOptions<RetentionOptions> options,
    RetentionMetrics metrics,
    TimeProvider time,
    ILogger<RetentionService> logger) : BackgroundService
{
    /// <summary>The most rows that a step deletes.</summary>
    internal const int MostRows = 500;

    // Not with the first requests; but a server that is started anew each hour has to get to it as well.
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);

    /// <summary>Deletes all data that is old enough at this moment. A failure is logged, and left to the next round.</summary>
    internal async Task RunRoundAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var retention in retentions)
        {
            try
            {
                await DeleteAllAsync(retention, now, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailure(failure, retention.What);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = AfterStart;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, time, stoppingToken);
                await RunRoundAsync(time.GetUtcNow(), stoppingToken);
                pause = TimeSpan.FromMinutes(options.Value.EveryMinutes);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task DeleteAllAsync(IRetention retention, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var all = 0L;
        int? deleted;
        do
        {
            var began = time.GetTimestamp();
            deleted = await writer.WriteAsync(
                async (db, cancelled) => await db.TryLockRetentionAsync(cancelled)
                    ? await retention.DeleteAsync(db, now, MostRows, cancelled)
                    : (int?)null,
                cancellationToken);
            all += deleted ?? 0;
            metrics.Deleted(retention.What, deleted ?? 0);
            if (deleted == MostRows)
            {
                // The pause is as long as the step, so that retention never takes more than half of the disk's time.
                await Task.Delay(time.GetElapsedTime(began), time, cancellationToken);
            }
        }
        while (deleted == MostRows);

        if (all > 0)
        {
            LogDeleted(all, retention.What);
        }
    }

    [LoggerMessage(1501, LogLevel.Information, "Deleted {Count} {What}, which had been kept long enough")]
    private partial void LogDeleted(long count, string what);

    [LoggerMessage(1502, LogLevel.Error, "Deleting {What} that had been kept long enough failed, and will be tried again in the next round")]
    private partial void LogFailure(Exception failure, string what);
}
