using Modular.Api.Errors;
using Modular.Infrastructure;

namespace Modular.Api.Logging;

/// <summary>Writes the line of an answer that is a problem. Each kind of problem has a count of its own: a flood of one hides no other.</summary>
internal sealed partial class RefusalLog(LogFlood flood, ILogger<RefusalLog> logger)
{
    // A refusal is found by its trace id unless there is a flood of its kind.
    private const int RefusalsEachSecond = 100;

    /// <summary>Whether such lines are written at all.</summary>
    public bool IsEnabled => logger.IsEnabled(LogLevel.Information);

    /// <summary>Writes the line, or counts it.</summary>
    /// <param name="problem">The answer.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="route">The route's pattern.</param>
    /// <param name="milliseconds">How long the answer took.</param>
    public void Log(Problem problem, string method, string route, double milliseconds)
    {
        var (status, name) = (problem.Status, problem.Name);
        if (flood.Take($"{status} {name}", RefusalsEachSecond, more => LogMoreRefused(more, status, name)) is not FloodedLine.Counted)
        {
            LogRefused(status, name, method, route, milliseconds);
        }
    }

    [LoggerMessage(1005, LogLevel.Information, "Answered {Status} {Problem} to {Method} {Route} in {Milliseconds} ms")]
    private partial void LogRefused(int status, string problem, string method, string route, double milliseconds);

    [LoggerMessage(1006, LogLevel.Information, "{More} more answers within a second were {Status} {Problem}")]
    private partial void LogMoreRefused(long more, int status, string problem);
}
