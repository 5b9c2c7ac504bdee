using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Modular.Telemetry.Logging;

/// <summary>How the log of every program is written. Which entries it has is the configuration's (<c>Logging</c>).</summary>
public static class Logs
{
    /// <summary>The format for people, in Development: one line an entry.</summary>
    public const string Line = "line";

    /// <summary>The format for programs, outside Development: one JSON object a line.</summary>
    public const string JsonLines = "json-lines";

    /// <summary>Adds both formats, and the trace id to the formats of ASP.NET Core.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="time">The clock of the entries; null for the program's own clock.</param>
    public static IServiceCollection AddLogFormats(this IServiceCollection services, TimeProvider? time = null) => services
        .AddSingleton<ConsoleFormatter>(provider => new LineFormatter(time ?? provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ConsoleFormatter>(provider => new JsonLinesFormatter(time ?? provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IExternalScopeProvider, TraceScope>();
}
