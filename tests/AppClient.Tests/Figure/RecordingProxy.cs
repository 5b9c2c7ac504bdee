using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Modular.AppClient.Tests.Figure;

/// <summary>Stands in front of the identity provider, and remembers how each caller named itself.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private RecordingProxy(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>The server behind, once it is there.</summary>
    public Uri? Target { get; set; }

    /// <summary>Path and <c>User-Agent</c> of each call.</summary>
    public ConcurrentQueue<(string Path, string UserAgent)> Calls { get; } = new();

    public static async Task<RecordingProxy> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var proxy = new RecordingProxy(builder.Build());
        proxy._app.Run(proxy.PassOnAsync);
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var asked = context.Request;
        Calls.Enqueue((asked.Path.Value!, asked.Headers.UserAgent.ToString()));
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), new Uri(Target!, asked.GetEncodedPathAndQuery()));
        if (HttpMethods.IsPost(asked.Method))
        {
            request.Content = new StreamContent(asked.Body);
        }

        foreach (var (name, values) in asked.Headers.Where(header => header.Key is "Content-Type" or "Content-Length" or "Cookie" or "Authorization"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
            }
        }

        using var response = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key is "Content-Type" or "Location" or "Set-Cookie"))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
