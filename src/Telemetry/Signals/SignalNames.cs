using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Modular.Telemetry.Signals;

/// <summary>
/// The sources and meters that are exported. HttpClient, the runtime and Npgsql have sources and meters of their own by the semantic conventions, so their names are
/// enough. docs/operations.md has the instruments.
/// </summary>
internal static class SignalNames
{
    private const string Own = "Modular.";
    private const string Runtime = "System.Runtime";

    /// <summary>The sources of spans; that of the web server comes with its instrumentation.</summary>
    public static readonly IReadOnlyList<string> Sources = ["System.Net.Http", "Npgsql", "Modular.Database", "Modular.Orders"];

    /// <summary>The meters.</summary>
    public static readonly IReadOnlyList<string> Meters =
    [
        "Microsoft.AspNetCore.Hosting", "System.Net.Http", Runtime, "Npgsql",
        "Modular.Identity", "Modular.Database", "Modular.Orders", "Modular.Quota", "Modular.Retention",
    ];

    /// <summary>The instruments of others that are exported, with the attributes that they keep; all of the runtime's are.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> OfOthers = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["http.server.request.duration"] =
            ["http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "error.type"],
        ["http.server.active_requests"] = ["http.request.method", "url.scheme"],
        ["http.client.request.duration"] = ["http.request.method", "http.response.status_code", "server.address", "server.port", "error.type"],
        ["db.client.connection.count"] = ["db.client.connection.state"],
        ["db.client.connection.max"] = [],
        ["db.client.operation.duration"] = ["error.type"],
    };

    /// <summary>How an instrument is exported.</summary>
    public static MetricStreamConfiguration? ViewOf(Instrument instrument)
    {
        if (instrument.Meter.Name.StartsWith(Own, StringComparison.Ordinal) || instrument.Meter.Name == Runtime)
        {
            return null;
        }

        return OfOthers.TryGetValue(instrument.Name, out var attributes)
            ? new MetricStreamConfiguration { TagKeys = attributes }
            : MetricStreamConfiguration.Drop;
    }
}
