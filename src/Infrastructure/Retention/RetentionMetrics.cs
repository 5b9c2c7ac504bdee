using System.Diagnostics.Metrics;

namespace Modular.Infrastructure.Retention;

/// <summary>Counts what was kept long enough and is deleted: <c>modular.retention.deleted</c>.</summary>
internal sealed class RetentionMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _deleted = meters.Create("Modular.Retention").CreateCounter<long>(
        "modular.retention.deleted", "{row}", "Rows that were deleted because they had been kept long enough.");

    /// <summary>Counts rows.</summary>
    /// <param name="what">The kind of data, as the log names it.</param>
    /// <param name="rows">How many.</param>
    public void Deleted(string what, int rows)
    {
        if (rows > 0)
        {
            _deleted.Add(rows, new KeyValuePair<string, object?>("modular.retention.data", what));
        }
    }
}
