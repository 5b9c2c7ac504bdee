using System.Globalization;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api.Errors;

/// <summary>Turns exceptions into problems: an unreadable request is the caller's fault, every other exception is a bug.</summary>
internal sealed partial class ExceptionProblems(
    RequestDelegate next, DatabaseTrouble database, DatabaseFaults faults, LogFlood flood, ILogger<ExceptionProblems> logger)
{
    private const int BugsEachSecond = 10;

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
            // The client has left.
        }
        catch (Exception trouble) when (database.IsBehind(trouble))
        {
            Log(trouble);
            if (http.Response.HasStarted)
            {
                // The rest of the answer cannot come: the caller is to see that it is not whole.
                http.Abort();
                return;
            }

            http.Response.Headers.RetryAfter = DatabaseUnavailableException.RetryAfter.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            await Problems.WriteAsync(http, Problem.Named("database-unavailable"));
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            var type = bug.GetType().Name;
            if (flood.Take(type, BugsEachSecond, more => LogMoreBugs(more, type)) is not FloodedLine.Counted)
            {
                LogBug(bug);
            }

            await Problems.WriteAsync(http, Problem.OfStatus(StatusCodes.Status500InternalServerError));
        }
    }

    private void Log(Exception trouble)
    {
        var name = database.NameOf(trouble);
        faults.Count(name);
        var line = flood.Take(name, most: 1, more => LogMoreDatabase(more, name));
        if (line is not FloodedLine.Counted)
        {
            LogDatabase(line is FloodedLine.WrittenWithDetails ? trouble : null, name);
        }
    }

    [LoggerMessage(1002, LogLevel.Warning, "The database did not answer a request: {Trouble}")]
    private partial void LogDatabase(Exception? exception, string trouble);

    [LoggerMessage(1003, LogLevel.Warning, "The database did not answer {More} more requests within a second: {Trouble}")]
    private partial void LogMoreDatabase(long more, string trouble);

    [LoggerMessage(1001, LogLevel.Error, "A request failed through a bug")]
    private partial void LogBug(Exception bug);

    [LoggerMessage(1004, LogLevel.Error, "{More} more requests failed through bugs within a second: {Type}")]
    private partial void LogMoreBugs(long more, string type);
}
