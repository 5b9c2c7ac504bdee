namespace Modular.Api.Errors;

/// <summary>Writes problems to the caller.</summary>
internal static class Problems
{
    /// <summary>Answers with <paramref name="problem"/>; headers that are set already, like a challenge, stay.</summary>
    public static Task WriteAsync(HttpContext http, Problem problem)
    {
        // The line of this answer in the log names the problem.
        http.Features.Set(problem);
        http.Response.StatusCode = problem.Status;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(problem, options: null, Problem.MediaType, http.RequestAborted);
    }

    /// <summary>As the result of an endpoint.</summary>
    public static IResult AsResult(this Problem problem) => new Written(problem);

    private sealed class Written(Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);
    }
}
