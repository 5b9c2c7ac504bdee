namespace Modular.LocalCognito.Control;

/// <summary>Counts every call of an endpoint, then lets it go wrong if a test has ordered that.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, OrderedFaults faults, RequestCounts counts, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Only endpoints that exist: unknown paths must not fill the table.
        if (context.GetEndpoint() is null || context.Request.Path.StartsWithSegments("/_local", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        counts.Count(context.Request);
        if (faults.Take(context.Request.Path.Value!) is not { } fault)
        {
            await next(context);
            return;
        }

        if (fault.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay, time, context.RequestAborted);
        }

        if (fault.Status is { } status)
        {
            context.Response.StatusCode = status;
        }
        else
        {
            await next(context);
        }
    }
}
