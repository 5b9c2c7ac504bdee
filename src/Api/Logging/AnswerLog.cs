using Modular.Api.Errors;
using Modular.Infrastructure;

namespace Modular.Api.Logging;

/// <summary>
/// Writes one line for each answer, so that its trace id is found in the log: method, route, status and duration; for a refusal also the
/// problem. The path is the caller's text and stays out. A flood of answers is counted instead of written.
/// </summary>
internal sealed partial class AnswerLog(RequestDelegate next, LogFlood flood, TimeProvider time, ILogger<AnswerLog> logger, RefusalLog refusals)
{
    /// <summary>How many lines of answers that are no refusals are written a second.</summary>
    public const int AnswersEachSecond = 1_000;

    private readonly LogWindow _window = flood.Of("answered", AnswersEachSecond, more => LogMoreAnswered(logger, more));

    public Task InvokeAsync(HttpContext http) =>
        logger.IsEnabled(LogLevel.Information) || refusals.IsEnabled ? InvokeLoggedAsync(http) : next(http);

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
            refusals.Log(problem, MethodOf(http.Request), RouteOf(http), MillisecondsSince(began));
        }
        else if (logger.IsEnabled(LogLevel.Information) && _window.Take() is not FloodedLine.Counted)
        {
            LogAnswered(http, began);
        }
    }

    private void LogAnswered(HttpContext http, long began)
    {
        var (method, route, milliseconds) = (MethodOf(http.Request), RouteOf(http), MillisecondsSince(began));
        if (!http.RequestAborted.IsCancellationRequested)
        {
            LogAnswered(logger, http.Response.StatusCode, method, route, milliseconds);
        }
        else if (http.Response.HasStarted)
        {
            LogBrokenOff(logger, http.Response.StatusCode, method, route, milliseconds);
        }
        else
        {
            LogUnanswered(logger, method, route, milliseconds);
        }
    }

    private static string MethodOf(HttpRequest request) =>
        request.Method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "TRACE" or "CONNECT" ? request.Method : "another method";

    private static string RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route";

    private double MillisecondsSince(long began) => Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 1);

    [LoggerMessage(1020, LogLevel.Information, "Answered {Status} to {Method} {Route} in {Milliseconds} ms")]
    private static partial void LogAnswered(ILogger logger, int status, string method, string route, double milliseconds);

    [LoggerMessage(1021, LogLevel.Information, "Answered {Status} to {Method} {Route} until the connection ended after {Milliseconds} ms")]
    private static partial void LogBrokenOff(ILogger logger, int status, string method, string route, double milliseconds);

    [LoggerMessage(1022, LogLevel.Information, "Did not answer {Method} {Route}: the connection ended after {Milliseconds} ms")]
    private static partial void LogUnanswered(ILogger logger, string method, string route, double milliseconds);

    [LoggerMessage(1023, LogLevel.Information, "{More} more requests were answered within a second")]
    private static partial void LogMoreAnswered(ILogger logger, long more);
}
