using System.Diagnostics.Metrics;

namespace Modular.Infrastructure.Database;

/// <summary>Counts the requests and the background work that the database failed: <c>modular.database.faults</c>.</summary>
public sealed class DatabaseFaults
{
    internal const string MeterName = "Modular.Database";

    private readonly Counter<long> _faults;

    /// <param name="meters">Where the instrument is made.</param>
    public DatabaseFaults(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _faults = meters.Create(MeterName).CreateCounter<long>(
            "modular.database.faults", "{fault}", "Requests and background work that the database failed, by its own code.");
    }

    /// <summary>Counts a failure.</summary>
    /// <param name="trouble">Its name, as <see cref="DatabaseTrouble.NameOf"/> gives it.</param>
    public void Count(string trouble) => _faults.Add(1, new KeyValuePair<string, object?>("error.type", trouble));
}
