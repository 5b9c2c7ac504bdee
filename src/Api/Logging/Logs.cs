using Microsoft.Extensions.Logging.Console;

namespace Modular.Api.Logging;

/// <summary>How the log is written; which entries it has is the configuration's (<c>Logging</c>).</summary>
internal static class Logs
{
    /// <summary>Adds the format <c>line</c>, which <c>appsettings.json</c> selects, and the trace id to all formats.</summary>
    public static IServiceCollection AddLogs(this IServiceCollection services) => services
        .AddSingleton<RefusalLog>()
        .AddSingleton<ConsoleFormatter, LineFormatter>()
        .AddSingleton<IExternalScopeProvider, TraceScope>();
}
