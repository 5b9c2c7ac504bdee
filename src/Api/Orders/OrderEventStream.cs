using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Modular.Api.Http;
using Modular.Api.Identity;
using Modular.Api.Transport;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Application.Orders.Events;
using Modular.Application.Pipeline;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api.Orders;

/// <summary>
/// Changes of my orders as server-sent events (HTML, section 9.2): <c>order</c> for a change; <c>ready</c> at the beginning; <c>reset</c>
/// instead when what came since <c>Last-Event-ID</c> is no longer known, so that the orders have to be looked at again; <c>displaced</c> at the
/// end when the customer opened more streams than there are places for.
/// </summary>
internal static partial class OrderEventStream
{
    private const string Header = "Last-Event-ID";

    // Milliseconds until a client that lost the stream comes back.
    private const string Opening = "retry: 3000\n";

    // A browser takes a refusal as final and a stream that ends as a reason to come back. The wait keeps many windows of one customer
    // from displacing one another all the time: each is without a stream for a minute, and catches up by Last-Event-ID.
    private const string Displaced = "retry: 60000\nevent: displaced\ndata: {}\n\n";

    // A client that takes nothing for so long is gone, or as good as gone.
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(15);

    public static void MapOrderEvents(this IEndpointRouteBuilder routes, string pattern) =>
        routes.MapGet(pattern, StreamAsync)
            .Describe<WatchOrders>(StatusCodes.Status200OK)
            .Produces<OrderChanged>(StatusCodes.Status200OK, "text/event-stream")
            .TakesHeader(HeaderParameter.LastEventId);

    private static async Task<IResult> StreamAsync(ISender sender, HttpContext http, IHostApplicationLifetime life, TimeProvider time)
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

        // A stream lasts for hours: among the durations of requests it would hide all others.
        if (http.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.MetricsDisabled = true;
        }

        var log = http.RequestServices.GetRequiredService<ILogger<OrderWatch>>();
        var streams = http.RequestServices.GetRequiredService<EventStreamMetrics>();
        streams.Opened();
        LogBegan(log);
        try
        {
            LogEnded(log, await RunAsync(http, watch, time, life.ApplicationStopping));
        }
        finally
        {
            streams.Closed();
        }

        return Results.Empty;
    }

    /// <returns>Why the stream ended.</returns>
    private static async Task<string> RunAsync(HttpContext http, OrderWatch watch, TimeProvider time, CancellationToken cancellationToken)
    {
        var database = http.RequestServices.GetRequiredService<DatabaseTrouble>();

        // The reads of a stream go on for hours, and would make one endless trace. The log keeps the trace id.
        using var unrecorded = new Activity("event stream") { ActivityTraceFlags = ActivityTraceFlags.None, IsAllDataRequested = false }.Start();
        using var slow = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, cancellationToken, slow.Token);
        try
        {
            return await WriteAsync(http, watch, slow, end.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Clients come back, to another process, with the id of their last event.
            return "this process is about to end";
        }
        catch (OperationCanceledException) when (slow.IsCancellationRequested)
        {
            http.Abort();
            return "the client read nothing";
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return "the client left";
        }
        catch (Exception trouble) when (http.Response.HasStarted && database.IsBehind(trouble))
        {
            // The stream goes on when the database answers again.
            http.RequestServices.GetRequiredService<DatabaseFaults>().Count(database.NameOf(trouble));
            Log(http, database.NameOf(trouble));
            return "the database did not answer";
        }
    }

    private static void Log(HttpContext http, string trouble)
    {
        var logger = http.RequestServices.GetRequiredService<ILogger<OrderWatch>>();
        var flood = http.RequestServices.GetRequiredService<LogFlood>();
        if (flood.Take($"stream:{trouble}", most: 1, more => LogMoreDatabase(logger, more, trouble)) is not FloodedLine.Counted)
        {
            LogDatabase(logger, trouble);
        }
    }

    private static async Task<string> WriteAsync(HttpContext http, OrderWatch watch, CancellationTokenSource slow, CancellationToken cancellationToken)
    {
        Describe(http.Response);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        var validator = http.RequestServices.GetRequiredService<ITokenValidator>();
        var token = Bearer.TokenOf(http.Request);
        var isDisplaced = false;
        await foreach (var notice in watch.NoticesAsync(IsGoodAsync, cancellationToken))
        {
            isDisplaced = notice is OrderNotice.Displaced;
            slow.CancelAfter(LongestWrite);
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(TextOf(notice)), cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
            slow.CancelAfter(Timeout.InfiniteTimeSpan);
        }

        return isDisplaced ? "a newer stream of the customer has the place" : "its time is over, or the caller may no longer have it";

        // A provider that cannot be reached right now does not end a stream that was allowed.
        async ValueTask<bool> IsGoodAsync(CancellationToken cancellationToken) =>
            await validator.ValidateAsync(token, cancellationToken) is TokenVerdict.Accepted or TokenVerdict.Undecided;
    }

    private static void Describe(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store, no-transform";
        // Proxies that compress or collect answers would hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    [LoggerMessage(1405, LogLevel.Information, "An event stream began")]
    private static partial void LogBegan(ILogger logger);

    [LoggerMessage(1406, LogLevel.Information, "An event stream ended: {Reason}")]
    private static partial void LogEnded(ILogger logger, string reason);

    [LoggerMessage(1404, LogLevel.Warning, "{More} more event streams ended within a second because the database did not answer: {Trouble}")]
    private static partial void LogMoreDatabase(ILogger logger, long more, string trouble);

    [LoggerMessage(1403, LogLevel.Warning, "An event stream ended because the database did not answer: {Trouble}")]
    private static partial void LogDatabase(ILogger logger, string trouble);

    private static string TextOf(OrderNotice notice) => notice switch
    {
        OrderNotice.Began began => string.Create(
            CultureInfo.InvariantCulture, $"{Opening}id: {began.Position}\nevent: {(began.IsReset ? "reset" : "ready")}\ndata: {{}}\n\n"),
        OrderNotice.Happened { Event: var happened } => string.Create(
            CultureInfo.InvariantCulture, $"id: {happened.Position}\nevent: order\ndata: {DataOf(happened)}\n\n"),
        OrderNotice.Displaced => Displaced,
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
