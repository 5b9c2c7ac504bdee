using Modular.Api.Errors;
using Modular.Infrastructure;

namespace Modular.Api.Logging;

/// <summary>
/// Writes one line for each answer, so that its trace id is found in the log: method, route, status and duration; for a refusal also the
/// problem. The path is the caller's text and stays out. A flood of answers is counted instead of written.
/// </summary>
internal sealed partial class AnswerLog(RequestDelegate next, LogFlood flood, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>How many lines of answers that are no refusals are written a second.</summary>
    public const int AnswersEachSecond = 1_000;

    // Enough to find a refusal by its trace id whenever there is no flood of them.
    private const int RefusalsEachSecond = 100;

    // Two categories, so that an operator can have the refusals alone.
    private readonly ILogger _answers = loggers.CreateLogger("Modular.Api.Answers");
    private readonly ILogger _refusals = loggers.CreateLogger("Modular.Api.Errors.Problems");
    private readonly LogWindow _window = flood.Of(
        "answered", AnswersEachSecond, more => LogMoreAnswered(loggers.CreateLogger("Modular.Api.Answers"), more));

    public Task InvokeAsync(HttpContext http) =>
        _answers.IsEnabled(LogLevel.Information) || _refusals.IsEnabled(LogLevel.Information) ? InvokeLoggedAsync(http) : next(http);

    private async Task InvokeLoggedAsync(HttpContext http)
    {
        var began = time.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            Log(http, began);
        }
    }

    private void Log(HttpContext http, long began)
    {
        if (http.Features.Get<Problem>() is { } problem)
        {
            LogRefused(http, problem, began);
        }
        else if (_answers.IsEnabled(LogLevel.Information) && _window.Take() is not FloodedLine.Counted)
        {
            LogAnswered(http, began);
        }
    }

    private void LogAnswered(HttpContext http, long began)
    {
        var (method, route, milliseconds) = (MethodOf(http.Request), RouteOf(http), MillisecondsSince(began));
        if (!http.RequestAborted.IsCancellationRequested)
        {
            LogAnswered(_answers, http.Response.StatusCode, method, route, milliseconds);
        }
        else if (http.Response.HasStarted)
        {
            LogBrokenOff(_answers, http.Response.StatusCode, method, route, milliseconds);
        }
        else
        {
            LogUnanswered(_answers, method, route, milliseconds);
        }
    }

    private void LogRefused(HttpContext http, Problem problem, long began)
    {
        var (refusals, status, name) = (_refusals, problem.Status, problem.Name);
        if (flood.Take($"{status} {name}", RefusalsEachSecond, more => LogMoreRefused(refusals, more, status, name)) is not FloodedLine.Counted)
        {
            LogRefused(refusals, status, name, MethodOf(http.Request), RouteOf(http), MillisecondsSince(began));
        }
    }

    private static string MethodOf(HttpRequest request) =>
        request.Method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "TRACE" or "CONNECT" ? request.Method : "another method";

    private static string RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route";

    private double MillisecondsSince(long began) => Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 1);

    [LoggerMessage(1008, LogLevel.Information, "Answered {Status} to {Method} {Route} in {Milliseconds} ms")]
    private static partial void LogAnswered(ILogger logger, int status, string method, string route, double milliseconds);

    [LoggerMessage(1009, LogLevel.Information, "Answered {Status} to {Method} {Route} until the connection ended after {Milliseconds} ms")]
    private static partial void LogBrokenOff(ILogger logger, int status, string method, string route, double milliseconds);

    [LoggerMessage(1010, LogLevel.Information, "Did not answer {Method} {Route}: the connection ended after {Milliseconds} ms")]
    private static partial void LogUnanswered(ILogger logger, string method, string route, double milliseconds);

    [LoggerMessage(1011, LogLevel.Information, "{More} more requests were answered within a second")]
    private static partial void LogMoreAnswered(ILogger logger, long more);

    [LoggerMessage(1005, LogLevel.Information, "Answered {Status} {Problem} to {Method} {Route} in {Milliseconds} ms")]
    private static partial void LogRefused(ILogger logger, int status, string problem, string method, string route, double milliseconds);

    [LoggerMessage(1006, LogLevel.Information, "{More} more answers within a second were {Status} {Problem}")]
    private static partial void LogMoreRefused(ILogger logger, long more, int status, string problem);
}
