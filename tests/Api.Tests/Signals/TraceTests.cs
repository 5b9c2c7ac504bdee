using System.Net;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Orders;

namespace Modular.Api.Tests.Signals;

/// <summary>A request is one trace over all programs that take part, as a collector sees it.</summary>
public sealed class TraceTests(ObservedFigure figure) : IClassFixture<ObservedFigure>
{
    [Fact]
    public async Task An_order_is_one_trace_over_the_resource_server_and_its_database_and_the_relay_has_a_link_to_it()
    {
        var trace = await PlaceAsync();

        var spans = await figure.TraceAsync("the order is traced", span => span.TraceId == trace, all => all.Any(span => span.Kind == ReceivedSpan.Server));
        var request = spans.Where(span => span.Kind == ReceivedSpan.Server).ShouldHaveSingleItem();
        (request.Service, request.Name, request.ParentId).ShouldBe(("modular-api", "POST /api/orders", ""));
        request.Attributes["http.response.status_code"].ShouldBe("201");
        var statements = spans.Where(span => span.Attributes.ContainsKey("db.query.summary")).ToList();
        statements.ShouldContain(span => span.Name == "INSERT orders");
        statements.ShouldContain(span => span.Name == "INSERT outbox");
        statements.ShouldAllBe(span => span.Kind == ReceivedSpan.Client && span.Attributes["db.system.name"] == "sqlite");
        ShouldBeOneTree(spans, request);

        await figure.TraceAsync(
            "the relay has a link to it", span => span.Name == "publish order events", all => all.Any(span => span.LinkedTraces.Contains(trace, StringComparer.Ordinal)));
        figure.Sink.Spans.Where(span => span.Name == "publish order events").ShouldAllBe(span => span.ParentId == "");
    }

    [Fact]
    public async Task My_orders_in_the_app_client_are_one_trace_over_app_client_resource_server_and_database()
    {
        using var browser = figure.OpenBrowser();
        (await browser.SignInAsync()).Status.ShouldBe(HttpStatusCode.OK);
        var page = await browser.OpenAsync("/orders");
        page.Text.ShouldContain("SHIPPING", Case.Insensitive);

        var spans = await figure.TraceAsync(
            "the page is traced",
            span => span is { Service: "modular-app-client", Kind: ReceivedSpan.Server, Name: "GET orders" },
            all => all.GroupBy(span => span.TraceId).Any(IsWhole));
        var trace = spans.GroupBy(span => span.TraceId).First(IsWhole).Key;
        var one = spans.Where(span => span.TraceId == trace).ToList();
        var root = one.Where(span => span is { Service: "modular-app-client", Kind: ReceivedSpan.Server }).ShouldHaveSingleItem();
        root.ParentId.ShouldBe("");
        one.Where(span => span is { Service: "modular-api", Kind: ReceivedSpan.Server }).ShouldHaveSingleItem().Name.ShouldBe("GET /api/orders");
        one.ShouldContain(span => span.Name == "SELECT orders");
        ShouldBeOneTree(one, root);

        static bool IsWhole(IGrouping<string, ReceivedSpan> trace) => trace.Any(span => span.Name == "SELECT orders")
            && trace.Any(span => span is { Service: "modular-api", Kind: ReceivedSpan.Server })
            && trace.Any(span => span is { Service: "modular-app-client", Kind: ReceivedSpan.Server });
    }

    [Fact]
    public async Task The_entries_of_the_log_have_the_trace_id_of_their_request()
    {
        var trace = await PlaceAsync();

        await Eventually.HoldsAsync(
            "its answer is in the exported log",
            TimeSpan.FromSeconds(60),
            () => Task.FromResult(figure.Sink.Logs.Any(entry => entry.TraceId == trace && entry.Text.StartsWith("Answered 201 to POST /api/orders", StringComparison.Ordinal))));
        var entry = figure.Sink.Logs.First(entry => entry.TraceId == trace);
        (entry.Service, entry.Attributes["modular.event.id"], entry.Attributes["Status"]).ShouldBe(("modular-api", "1020", "201"));
    }

    [Fact]
    public async Task Health_probes_have_no_trace()
    {
        using var live = await figure.Api.With(null).GetAsync("/health/live", TestContext.Current.CancellationToken);
        await PlaceAsync();
        await figure.TraceAsync("a later request is traced", span => span.Name == "POST /api/orders", all => all.Count > 0);

        figure.Sink.Spans.ShouldNotContain(span => span.Name.Contains("health", StringComparison.Ordinal));
    }

    private async Task<string> PlaceAsync()
    {
        using var placed = await figure.Api.With(await figure.TokenAsync())
            .SendAsync(HttpMethod.Post, "/api/orders", OrderCalls.OneTea);
        placed.StatusCode.ShouldBe(HttpStatusCode.Created, await placed.TextAsync());
        return placed.Headers.GetValues("X-Trace-Id").Single();
    }

    private static void ShouldBeOneTree(IReadOnlyList<ReceivedSpan> spans, ReceivedSpan root)
    {
        spans.Where(span => span != root).ShouldAllBe(span => spans.Any(other => other.SpanId == span.ParentId));
        spans.ShouldAllBe(span => span.TraceId == root.TraceId);
    }
}
