using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Modular.AppClient.Tests.Figure;

/// <summary>Stands for the resource server: answers what the test says, and remembers what it was asked.</summary>
internal sealed class StubApi : IAsyncDisposable
{
    public const string AlicesOrders =
        """
        {"orders":[
          {"id":2,"status":"SHIPPING","currency":"EUR","totalMinor":123456,"placedAt":"2026-03-05T10:00:00Z"},
          {"id":1,"status":"DELIVERED","currency":"KRW","totalMinor":129000,"placedAt":"2026-02-01T23:59:00Z"}]}
        """;

    private readonly WebApplication _app;

    private StubApi(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>How it answers from now on.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = Json(200, AlicesOrders);

    /// <summary>The last request's path and query.</summary>
    public string? Asked { get; private set; }

    /// <summary>The last request's bearer token.</summary>
    public string? Token { get; private set; }

    /// <summary>The last request's <c>User-Agent</c>.</summary>
    public string UserAgent { get; private set; } = "";

    public static async Task<StubApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new StubApi(builder.Build());
        stub._app.Run(stub.AnswerAsync);
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public static Func<HttpContext, Task> Json(int status, string body) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    };

    public static Func<HttpContext, Task> Status(int status, params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        UserAgent = context.Request.Headers.UserAgent.ToString();
        Asked = context.Request.Path + context.Request.QueryString;
        Token = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        return Answer(context);
    }
}
