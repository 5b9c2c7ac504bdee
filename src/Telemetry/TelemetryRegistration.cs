using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Modular.Telemetry.Edge;
using Modular.Telemetry.Signals;

namespace Modular.Telemetry;

/// <summary>Adds what lets operators see a program.</summary>
public static class TelemetryRegistration
{
    /// <summary>
    /// Keeps the traces of strangers out, and exports the signals that have an endpoint. Call it when the web server is registered.
    /// </summary>
    /// <param name="builder">The program.</param>
    /// <param name="settings">Without problems.</param>
    /// <param name="serviceName">The <c>service.name</c>, where <c>OTEL_SERVICE_NAME</c> gives no other.</param>
    public static void AddTelemetry(this IHostApplicationBuilder builder, TelemetrySettings settings, string serviceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        EdgeServer.AddTo(builder.Services, settings.Trusted);
        if (settings.IsOn)
        {
            Export(builder, settings, serviceName);
        }
    }

    // A method of its own: the libraries are loaded when it is compiled, so not by a program that exports nothing.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Export(IHostApplicationBuilder builder, TelemetrySettings settings, string serviceName) =>
        Exporters.Add(builder, settings.Exports, serviceName);
}
