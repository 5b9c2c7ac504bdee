using System.Net;
using System.Text.RegularExpressions;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Hosting;

/// <summary>The log as an operator reads it: of a process of its own, in the format that it has by default and in JSON.</summary>
public abstract partial class LogTests(LogTests.Server server) : IClassFixture<LogTests.Server>
{
    private const string Injection = "%0D%0A2026-01-01T00:00:00.000Z%20fail%20forged%1B%5B31m";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected abstract string FormatterName { get; }

    [Theory]
    [InlineData("GET", "/api/orders", null, 401)]
    [InlineData("GET", "/api/orders", "garbage", 401)]
    [InlineData("GET", "/api/fulfilment/orders", "alice", 403)]
    [InlineData("GET", "/api/orders/999999", "alice", 404)]
    [InlineData("GET", "/nothing-here", "alice", 404)]
    [InlineData("PATCH", "/api/orders", "alice", 405)]
    [InlineData("POST", "/api/orders", "alice", 413)]
    [InlineData("HEAD", "/nothing-here", "alice", 404)]
    public async Task A_refusal_is_found_by_its_trace_id(string method, string path, string? person, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method == "POST" ? new StringContent(new string(' ', 70_000), mediaType: new("application/json")) : null;
        using var response = await SendAsync(request, person);

        ((int)response.StatusCode).ShouldBe(status);
        (await LinesOfAsync(response)).ShouldContain(line => line.Contains($"Answered {status} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/api/orders?limit=7", "alice", 200, "GET /api/orders")]
    [InlineData("HEAD", "/api/orders", "alice", 200, "HEAD /api/orders")]
    [InlineData("POST", "/api/orders", "alice", 400, "POST /api/orders")]
    [InlineData("GET", "/api/profile", "alice", 200, "GET /api/profile")]
    [InlineData("GET", "/health/live", null, 200, "GET /health/live")]
    [InlineData("GET", "/health/ready", null, 200, "GET /health/ready")]
    [InlineData("GET", "/.well-known/oauth-protected-resource", null, 200, "GET /.well-known/oauth-protected-resource")]
    [InlineData("OPTIONS", "/.well-known/oauth-protected-resource", null, 204, "OPTIONS ")]
    [InlineData("GET", "/openapi/v1.json", null, 200, "GET ")]
    public async Task Every_answer_is_found_by_its_trace_id_with_its_route_and_without_its_path(string method, string path, string? person, int status, string told)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method == "POST" ? new StringContent("""{"lines":[]}""", mediaType: new("application/json")) : null;
        if (method == "OPTIONS")
        {
            request.Headers.Add("Origin", "https://app.example");
            request.Headers.Add("Access-Control-Request-Method", "GET");
        }

        using var response = await SendAsync(request, person);

        ((int)response.StatusCode).ShouldBe(status);
        var line = (await LinesOfAsync(response)).Where(each => each.Contains("Answered", StringComparison.Ordinal)).ShouldHaveSingleItem();
        line.ShouldContain($"Answered {status} ");
        line.ShouldContain($"to {told}");
        line.ShouldNotContain("limit=7");
    }

    [Fact]
    public async Task An_answer_that_is_what_the_caller_has_is_found_by_its_trace_id()
    {
        using var first = new HttpRequestMessage(HttpMethod.Get, "/api/profile");
        using var profile = await SendAsync(first, "alice");
        using var second = new HttpRequestMessage(HttpMethod.Get, "/api/profile");
        second.Headers.IfNoneMatch.Add(profile.Headers.ETag!);
        using var response = await SendAsync(second, "alice");

        response.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await LinesOfAsync(response)).ShouldContain(line => line.Contains("Answered 304 to GET /api/profile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_stream_is_found_by_its_trace_id()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders/events");
        using var response = await SendAsync(request, "alice");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await LinesOfAsync(response)).ShouldContain(line => line.Contains("An event stream began", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trace_of_the_callers_is_taken_over()
    {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders");
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using var response = await SendAsync(request, person: null);

        IdOf(response).ShouldBe(trace);
        await LinesOfAsync(response);
    }

    [Theory]
    [InlineData("traceparent", "forged")]
    [InlineData("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-and-more")]
    [InlineData("traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("traceparent", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01")]
    [InlineData("traceparent", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("Request-Id", "|4bf92f3577b34da6a3ce929d0e0e4736.1.")]
    public async Task What_is_no_trace_is_not_taken_over(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await SendAsync(request, person: null);

        var id = IdOf(response);
        id.ShouldMatch("^[0-9a-f]{32}$");
        id.ShouldNotBe("00000000000000000000000000000000");
        value.ShouldNotContain(id);
        await LinesOfAsync(response);
    }

    [Fact]
    public async Task What_a_caller_sends_makes_no_line_and_no_command_for_terminals()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/nothing-here/{Injection}?q={Injection}");
        request.Headers.TryAddWithoutValidation("User-Agent", "\u001b[31mred");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", "secret-of-mine@example.com");
        using var response = await SendAsync(request, "alice");
        await LinesOfAsync(response);

        server.Said.ShouldNotContain("forged");
        server.Said.ShouldNotContain("@example.com");
        server.Said.ShouldAllBe(c => c >= ' ' || c == '\n' || c == '\r');
    }

    [Fact]
    public async Task Every_line_has_a_time_in_UTC_that_sorts_and_none_a_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders");
        using var response = await SendAsync(request, "garbage");
        await LinesOfAsync(response);
        var token = await server.TokenAsync();
        using var accepted = new HttpRequestMessage(HttpMethod.Get, "/api/orders");
        using var answer = await SendAsync(accepted, token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await LinesOfAsync(answer);

        var times = server.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(TimeOf).ToList();
        times.Count.ShouldBeGreaterThan(3);
        times.ShouldAllBe(time => Time.IsMatch(time));
        server.Said.ShouldNotContain("garbage");
        token.Split('.').ShouldAllBe(part => !server.Said.Contains(part, StringComparison.Ordinal));
    }

    protected abstract string TimeOf(string line);

    private static string IdOf(HttpResponseMessage response) => response.Headers.GetValues("X-Trace-Id").ShouldHaveSingleItem();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? person)
    {
        await server.StartAsync(FormatterName);
        if (person is not null)
        {
            request.Headers.Authorization = new("Bearer", person == "alice" ? await server.TokenAsync() : person);
        }

        return await server.Node.With(null).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyList<string>> LinesOfAsync(HttpResponseMessage response)
    {
        var id = IdOf(response);
        IReadOnlyList<string> lines = [];
        await Eventually.HoldsAsync("the log has the request", Patience, () =>
        {
            lines = [.. server.Said.Split('\n').Where(line => line.Contains(id, StringComparison.Ordinal))];
            return Task.FromResult(lines.Any(line => line.Contains("Answered", StringComparison.Ordinal) || line.Contains("stream began", StringComparison.Ordinal)));
        });
        return lines;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", RegexOptions.NonBacktracking)]
    private static partial Regex Time { get; }

    public sealed class Server : IAsyncDisposable
    {
        private readonly SharedKeyProvider _provider = new();
        private ApiNode? _node;

        internal ApiNode Node => _node!;

        public string Said => Node.Said;

        public async Task StartAsync(string formatterName) => _node ??= await ApiNode.StartAsync(
            [.. TrustedProvider.Trusting(("main", _provider)), ("Logging:LogLevel:Modular", "Information"), ("Logging:Console:FormatterName", formatterName)]);

        public async Task<string> TokenAsync() => await _provider.PersonTokenAsync("alice");

        public async ValueTask DisposeAsync()
        {
            if (_node is not null)
            {
                await _node.DisposeAsync();
            }

            await _provider.DisposeAsync();
        }
    }
}
