using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>How the one writer of SQLite keeps up, as the meter <c>Modular.Database</c> says.</summary>
internal sealed class SqliteWriterMetrics
{
    private readonly Meter _meter;
    private readonly Histogram<long> _batch;
    private readonly Histogram<double> _commit;

    public SqliteWriterMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(DatabaseFaults.MeterName);
        _batch = _meter.CreateHistogram(
            "modular.database.writer.batch.size",
            "{write}",
            "Writes that shared a commit of SQLite.",
            tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64] });
        _commit = _meter.CreateHistogram(
            "modular.database.writer.commit.duration",
            "s",
            "How long SQLite took to bring a commit to the disk.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });
    }

    /// <summary>Shows the length of the line of writers.</summary>
    public void ObserveLine(Func<int> length) =>
        _meter.CreateObservableGauge("modular.database.writer.queue.length", length, "{write}", "Writes that wait for SQLite's one writer.");

    /// <summary>The time at which a commit begins; 0 where nothing listens.</summary>
    public long CommitBegins() => _commit.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Counts a commit.</summary>
    /// <param name="began">The answer of <see cref="CommitBegins"/>.</param>
    /// <param name="writes">How many writes shared it.</param>
    public void Committed(long began, int writes)
    {
        if (began != 0)
        {
            _commit.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        _batch.Record(writes);
    }
}
