using Modular.Api.Transport;
using Modular.Infrastructure;

namespace Modular.Api.Errors;

/// <summary>Writes problems, to the caller and to the log.</summary>
internal static partial class Problems
{
    // Enough to find a refusal by its trace id whenever there is no flood of them.
    private const int RefusalsEachSecond = 100;

    /// <summary>Answers with <paramref name="problem"/>; headers that are set already, like a challenge, stay.</summary>
    public static Task WriteAsync(HttpContext http, Problem problem)
    {
        Log(http, problem);
        http.Response.StatusCode = problem.Status;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(problem, options: null, Problem.MediaType, http.RequestAborted);
    }

    /// <summary>As the result of an endpoint.</summary>
    public static IResult AsResult(this Problem problem) => new Written(problem);

    // By the trace id of the answer it is found in the log. The path stays out of it: that is the caller's text.
    private static void Log(HttpContext http, Problem problem)
    {
        var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Modular.Api.Errors.Problems");
        var (flood, name) = (http.RequestServices.GetRequiredService<LogFlood>(), problem.Name);
        if (flood.Take(name, RefusalsEachSecond, more => LogMoreRefused(log, more, problem.Status, name)) is not FloodedLine.Counted)
        {
            LogRefused(log, problem.Status, name, MethodOf(http), (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route");
        }
    }

    private static string MethodOf(HttpContext http) =>
        HeadRequests.IsHead(http) ? HttpMethods.Head
        : http.Request.Method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "TRACE" or "CONNECT" ? http.Request.Method : "another method";

    [LoggerMessage(1005, LogLevel.Information, "Answered {Status} {Problem} to {Method} {Route}")]
    private static partial void LogRefused(ILogger logger, int status, string problem, string method, string route);

    [LoggerMessage(1006, LogLevel.Information, "{More} more answers within a second were {Status} {Problem}")]
    private static partial void LogMoreRefused(ILogger logger, long more, int status, string problem);

    private sealed class Written(Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);
    }
}
