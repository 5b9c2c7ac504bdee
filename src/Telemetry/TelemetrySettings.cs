using Microsoft.Extensions.Configuration;
using Modular.Telemetry.Edge;
using Modular.Telemetry.Signals;

namespace Modular.Telemetry;

/// <summary>
/// The standard variables of OpenTelemetry (<c>OTEL_*</c>) and <c>Telemetry:TrustedParents</c>, read and checked. A signal is exported when an endpoint is set
/// for it; without any endpoint nothing of OpenTelemetry is set up, or even loaded.
/// </summary>
public sealed class TelemetrySettings
{
    private TelemetrySettings(ExportSettings exports, TrustedParents trusted, IReadOnlyList<string> problems) =>
        (Exports, Trusted, Problems) = (exports, trusted, problems);

    /// <summary>Whether any signal is exported.</summary>
    public bool IsOn => Exports.Any;

    /// <summary>Each wrong value, as a sentence that says what to change. None of them has a secret.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The callers whose <c>traceparent</c> is taken over.</summary>
    public TrustedParents Trusted { get; }

    internal ExportSettings Exports { get; }

    /// <summary>Reads and checks the variables.</summary>
    /// <param name="configuration">The settings, with the environment's variables among them.</param>
    /// <param name="trustsLoopback">Whether callers from loopback are trusted where no setting names others.</param>
    public static TelemetrySettings Read(IConfiguration configuration, bool trustsLoopback)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var problems = new List<string>();
        var exports = new StandardVariables(configuration, problems).Read();
        return new TelemetrySettings(exports, TrustedParents.Read(configuration, trustsLoopback, problems), problems);
    }
}
