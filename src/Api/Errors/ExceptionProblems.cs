using System.Globalization;
using Modular.Infrastructure.Database;

namespace Modular.Api.Errors;

/// <summary>What is thrown becomes a problem: a request that cannot be read is the caller's, everything else a bug.</summary>
internal sealed partial class ExceptionProblems(RequestDelegate next, ILogger<ExceptionProblems> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException unreadable) when (!http.Response.HasStarted)
        {
            await Problems.WriteAsync(http, UnreadableRequest.Explain(unreadable));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
        catch (Exception trouble) when (!http.Response.HasStarted && DatabaseTrouble.IsTransient(trouble))
        {
            LogDatabase(trouble);
            http.Response.Headers.RetryAfter = DatabaseUnavailableException.RetryAfter.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            await Problems.WriteAsync(http, Problem.Named("database-unavailable"));
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            LogBug(bug);
            await Problems.WriteAsync(http, Problem.OfStatus(StatusCodes.Status500InternalServerError));
        }
    }

    [LoggerMessage(1002, LogLevel.Warning, "The database did not answer a request")]
    private partial void LogDatabase(Exception trouble);

    [LoggerMessage(1001, LogLevel.Error, "A request failed through a bug")]
    private partial void LogBug(Exception bug);
}
