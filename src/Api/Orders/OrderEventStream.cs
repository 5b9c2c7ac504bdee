using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Modular.Api.Http;
using Modular.Api.Identity;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api.Orders;

/// <summary>
/// Changes of my orders as server-sent events (HTML, section 9.2): <c>order</c> for a change; <c>ready</c> at the beginning; <c>reset</c>
/// instead when what came since <c>Last-Event-ID</c> is no longer known, so that the orders have to be looked at again.
/// </summary>
internal static partial class OrderEventStream
{
    private const string Header = "Last-Event-ID";

    // Milliseconds until a client that lost the stream comes back.
    private const string Opening = "retry: 3000\n";

    public static void MapOrderEvents(this IEndpointRouteBuilder routes, string pattern) =>
        routes.MapGet(pattern, StreamAsync)
            .Describe<WatchOrders>(StatusCodes.Status200OK)
            .Produces<OrderChanged>(StatusCodes.Status200OK, "text/event-stream")
            .TakesHeader(HeaderParameter.LastEventId);

    private static async Task<IResult> StreamAsync(ISender sender, HttpContext http, IHostApplicationLifetime life)
    {
        if (!TryReadPosition(http.Request.Headers[Header], out var after))
        {
            return new List<ErrorOr.Error> { ErrorOr.Error.Validation(Header, "This is no id of an event.") }.AsResult();
        }

        if (HeadRequests.IsHead(http))
        {
            // A stream has no end, and HEAD would have no body: neither a stream nor a place is taken.
            Describe(http.Response);
            return Results.Empty;
        }

        var opened = await sender.Send(new WatchOrders(after), http.RequestAborted);
        if (opened.IsError)
        {
            return opened.Errors.AsResult();
        }

        await using var watch = opened.Value;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        try
        {
            await WriteAsync(http, watch, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client went, or this process is about to: clients come back to another one with the id of their last event.
        }
        catch (Exception trouble) when (http.Response.HasStarted && DatabaseTrouble.IsBehind(trouble))
        {
            // The same: it ends here, and goes on where the database answers.
            Log(http, DatabaseTrouble.NameOf(trouble));
        }

        return Results.Empty;
    }

    private static void Log(HttpContext http, string trouble)
    {
        var logger = http.RequestServices.GetRequiredService<ILogger<OrderWatch>>();
        var flood = http.RequestServices.GetRequiredService<LogFlood>();
        if (flood.Take($"stream:{trouble}", most: 1, more => LogMoreEnded(logger, more, trouble)) is not FloodedLine.Counted)
        {
            LogEnded(logger, trouble);
        }
    }

    [LoggerMessage(1404, LogLevel.Warning, "{More} more event streams ended within a second because the database did not answer: {Trouble}")]
    private static partial void LogMoreEnded(ILogger logger, long more, string trouble);

    [LoggerMessage(1403, LogLevel.Warning, "An event stream ended because the database did not answer: {Trouble}")]
    private static partial void LogEnded(ILogger logger, string trouble);

    private static async Task WriteAsync(HttpContext http, OrderWatch watch, CancellationToken end)
    {
        Describe(http.Response);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        var validator = http.RequestServices.GetRequiredService<ITokenValidator>();
        var token = Bearer.TokenOf(http.Request);
        await foreach (var notice in watch.NoticesAsync(IsGoodAsync, end))
        {
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(TextOf(notice)), end);
            await http.Response.Body.FlushAsync(end);
        }

        // That nobody can tell right now does not end what was allowed.
        async ValueTask<bool> IsGoodAsync(CancellationToken cancellationToken) =>
            await validator.ValidateAsync(token, cancellationToken) is TokenVerdict.Accepted or TokenVerdict.Undecided;
    }

    private static void Describe(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // Proxies that collect answers would hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private static string TextOf(OrderNotice notice) => notice switch
    {
        OrderNotice.Began began => string.Create(
            CultureInfo.InvariantCulture, $"{Opening}id: {began.Position}\nevent: {(began.IsReset ? "reset" : "ready")}\ndata: {{}}\n\n"),
        OrderNotice.Happened { Event: var happened } => string.Create(
            CultureInfo.InvariantCulture, $"id: {happened.Position}\nevent: order\ndata: {DataOf(happened)}\n\n"),
        _ => ": nothing happened\n\n",
    };

    private static string DataOf(OrderEvent happened) => JsonSerializer.Serialize(
        new OrderChanged(happened.OrderId.Value, happened.Status.Name(), happened.At), OrderChangedContext.Default.OrderChanged);

    private static bool TryReadPosition(Microsoft.Extensions.Primitives.StringValues header, out long? position)
    {
        position = null;
        if (header.Count == 0 || header is [""])
        {
            return true;
        }

        if (header.Count > 1 || !long.TryParse(header[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        position = number;
        return true;
    }
}

/// <summary>The data of an <c>order</c> event.</summary>
/// <param name="Id">The order.</param>
/// <param name="Status">The status that it reached.</param>
/// <param name="At">When, UTC.</param>
internal sealed record OrderChanged(long Id, string Status, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrderChanged))]
internal sealed partial class OrderChangedContext : JsonSerializerContext;
