namespace Modular.Api.Tests.Http;

/// <summary>RFC 9110 section 9.3.2: <c>HEAD</c> is answered as <c>GET</c> is, without a body, wherever <c>GET</c> is.</summary>
[Collection<ProductionCollection>]
public sealed class HeadTests(ProductionHost server)
{
    private const string Close = "Connection: close\r\n";

    // Headers of one answer alone, and those that frame a body.
    private static readonly string[] OwnHeaders = ["Date", TraceId.Header, "Transfer-Encoding"];

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/.well-known/oauth-protected-resource")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/")]
    [InlineData("/docs/scalar.js")]
    [InlineData("/api/products")]
    [InlineData("/api/orders")]
    [InlineData("/api/orders?limit=none")]
    [InlineData("/api/orders/1")]
    [InlineData("/api/orders/01")]
    [InlineData("/api/profile")]
    [InlineData("/api/account")]
    [InlineData("/api/account/export")]
    [InlineData("/api/fulfilment/orders")]
    [InlineData("/api/customers/00000000-0000-4000-8000-000000000000/orders")]
    [InlineData("/nothing-here")]
    public async Task Head_has_the_status_and_headers_of_get(string path)
    {
        foreach (var caller in new[] { server.Alice, server.Machine, "" })
        {
            var get = await server.AskAsAsync(caller, "GET " + path, Close);
            var head = await server.AskAsAsync(caller, "HEAD " + path, Close);

            head.Status.ShouldBe(get.Status);
            HeadersOf(head).ShouldBe(HeadersOf(get));
        }
    }

    [Fact]
    public async Task An_entity_tag_that_is_known_is_304_for_head_too()
    {
        var tag = (await server.AskAsync("HEAD /api/profile")).Header("ETag");

        (await server.AskAsync("HEAD /api/profile", $"If-None-Match: {tag}\r\n")).Status.ShouldBe(304);
    }

    [Fact]
    public async Task Head_of_a_stream_ends_at_once_and_takes_no_place()
    {
        for (var i = 0; i < 30; i++)
        {
            var head = await server.AskAsync("HEAD /api/orders/events", Close);

            (head.Status, head.Header("Content-Type")).ShouldBe((200, "text/event-stream"));
        }

        (await server.AskAsync("GET /api/orders/events")).Body.ShouldContain("event: ready");
    }

    [Theory]
    [InlineData("/api/orders", "GET, HEAD, POST")]
    [InlineData("/api/profile", "GET, HEAD, PUT")]
    [InlineData("/api/account", "DELETE, GET, HEAD")]
    [InlineData("/api/orders/1/cancel", "POST")]
    [InlineData("/health/live", "GET, HEAD")]
    [InlineData("/openapi/v1.json", "GET, HEAD")]
    public async Task Any_other_method_is_405_with_those_that_are_allowed_whoever_asks(string path, string allowed)
    {
        foreach (var method in new[] { "OPTIONS", "TRACE", "PATCH", "BREW", "CONNECT", "head", "get", "Get", "post", "put", "delete" })
        {
            foreach (var caller in new[] { server.Alice, "" })
            {
                var answer = await server.AskAsAsync(caller, $"{method} {path}", Close);

                answer.Status.ShouldBe(405, method);
                answer.WrongAsProblem(isHead: false).ShouldBeNull(method);
                string.Join(", ", answer.Header("Allow")!.Split(", ").Order(StringComparer.Ordinal)).ShouldBe(allowed);
            }
        }
    }

    private static IEnumerable<string> HeadersOf(HttpAnswer answer) => answer.Headers
        .Where(header => !OwnHeaders.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
        .Select(header => header.Name == "Content-Security-Policy" ? header.Name : $"{header.Name}: {header.Value}")
        .Order(StringComparer.Ordinal);
}
