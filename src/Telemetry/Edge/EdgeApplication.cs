using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Modular.Telemetry.Edge;

/// <summary>Takes the trace context of a stranger out of a request before the web server's application begins the request's trace.</summary>
internal sealed class EdgeApplication<TContext>(IHttpApplication<TContext> application, TrustedParents trusted) : IHttpApplication<TContext>
    where TContext : notnull
{
    public TContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures.Get<IHttpRequestFeature>()?.Headers is { } headers)
        {
            Clean(headers, contextFeatures);
        }

        return application.CreateContext(contextFeatures);
    }

    public Task ProcessRequestAsync(TContext context) => application.ProcessRequestAsync(context);

    public void DisposeContext(TContext context, Exception? exception) => application.DisposeContext(context, exception);

    private void Clean(IHeaderDictionary headers, IFeatureCollection features)
    {
        // Baggage is text that goes along with every call from here on. This product has no use for it, so it is taken over from no caller.
        if (headers.Baggage.Count > 0)
        {
            headers.Remove("baggage");
        }

        if (headers.CorrelationContext.Count > 0)
        {
            headers.Remove("Correlation-Context");
        }

        if ((headers.TraceParent.Count > 0 || headers.TraceState.Count > 0) && !trusted.Contain(features.Get<IHttpConnectionFeature>()?.RemoteIpAddress))
        {
            headers.Remove("traceparent");
            headers.Remove("tracestate");
        }
    }
}
