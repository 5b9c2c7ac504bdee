using System.Net;
using System.Text;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;
using Modular.Api.Tests.Suite;

namespace Modular.Api.Tests.Errors;

/// <summary>Refusals of HTTP itself are problems like any other. Tested on a real server, because the one in memory has no limits.</summary>
public sealed class HttpRefusalTests(SuiteHost<SharedKeyProvider> server) : IClassFixture<SuiteHost<SharedKeyProvider>>
{
    private const int Limit = 64 * 1024;

    [Fact]
    public async Task An_unknown_address_is_404()
    {
        using var response = await SendAsync(HttpMethod.Get, "/api/nothing-here");

        await ShouldBeProblemAsync(response, HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("PATCH", "/api/orders", "GET, HEAD, POST")]
    [InlineData("DELETE", "/api/profile", "GET, HEAD, PUT")]
    [InlineData("OPTIONS", "/api/account", "DELETE, GET, HEAD")]
    [InlineData("BREW", "/api/products", "GET, HEAD")]
    public async Task A_wrong_method_is_405_and_told_which_are_right(string method, string path, string allowed)
    {
        using var response = await SendAsync(new HttpMethod(method), path);

        await ShouldBeProblemAsync(response, HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)).ShouldBe(allowed);
    }

    [Fact]
    public async Task A_body_of_64_KB_is_read_and_one_byte_more_is_413()
    {
        using var most = await SendAsync(HttpMethod.Post, "/api/orders", Text(new string(' ', Limit), "application/json"));
        using var more = await SendAsync(HttpMethod.Post, "/api/orders", Text(new string(' ', Limit + 1), "application/json"));

        await ShouldBeProblemAsync(most, HttpStatusCode.BadRequest, "invalid-request");
        await ShouldBeProblemAsync(more, HttpStatusCode.RequestEntityTooLarge, "payload-too-large");
    }

    [Fact]
    public async Task So_is_one_that_does_not_say_how_long_it_is()
    {
        using var content = Text(new string(' ', 2 * Limit), "application/json");
        using var request = Request(HttpMethod.Post, "/api/orders", content);
        request.Headers.TransferEncodingChunked = true;
        using var response = await (await AliceAsync()).SendAsync(request, TestContext.Current.CancellationToken);

        await ShouldBeProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "payload-too-large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    public async Task A_body_that_is_not_JSON_is_415(string mediaType)
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/orders", Text("access_token=x", mediaType));

        await ShouldBeProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    private static StringContent Text(string text, string mediaType) => new(text, Encoding.UTF8, mediaType);

    private static HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null) => new(method, path) { Content = content };

    private static async Task ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status, string name)
    {
        await response.ShouldBeProblemAsync(status, name);
        response.Headers.GetValues(TraceId.Header).Single().ShouldNotBeNullOrWhiteSpace();
    }

    private async Task<HttpClient> AliceAsync() => server.Api.With(await server.Providers()[0].PersonTokenAsync("alice"));

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = Request(method, path, content);
        return await (await AliceAsync()).SendAsync(request, TestContext.Current.CancellationToken);
    }
}
