using System.Net;
using System.Text;
using System.Text.Json;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Orders;
using Modular.Telemetry.Tests;

namespace Modular.Api.Tests.Signals;

/// <summary>Text of callers and people's data reach no signal: a collector does not receive them, and the console's log does not have them.</summary>
public sealed class PrivacyTests(ObservedFigure figure) : IClassFixture<ObservedFigure>
{
    private const string Planted = "PLANTED-77aa";
    private const string PlantedAddress = "203.0.113.77";
    private const string PlantedSubject = "77777777-aaaa-4aaa-8aaa-777777777777";

    [Fact]
    public async Task Nothing_of_a_caller_is_in_a_signal_and_every_name_is_documented()
    {
        var secrets = new List<string> { Planted, PlantedAddress, PlantedSubject, ObservedFigure.Alice, "Passw0rd!", "web-secret", "alice@example.com" };
        await SignInAsync(secrets);
        await AskAsync(secrets);
        figure.BreakDatabase();
        await FailAsync();

        await figure.TraceAsync("the failed request is traced", span => span.Attributes.GetValueOrDefault("http.response.status_code") == "503", all => all.Count > 0);
        await Eventually.HoldsAsync("metrics tell of the fault", TimeSpan.FromSeconds(60), () => Task.FromResult(figure.Sink.Metrics.Any(metric => metric.Name == "modular.database.faults")));
        await Eventually.HoldsAsync("the log tells of it", TimeSpan.FromSeconds(60), () => Task.FromResult(figure.Sink.Logs.Any(entry => entry.Attributes.GetValueOrDefault("Problem") == "database-unavailable")));

        secrets.Count.ShouldBeGreaterThan(10);
        var received = figure.Sink.Everything;
        secrets.Where(secret => received.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty("in what the collector received");
        string[] consoles = [figure.Api.Said, figure.AppClient.Said, figure.Pool.Said];
        secrets.Where(secret => consoles.Any(console => console.Contains(secret, StringComparison.Ordinal))).ShouldBeEmpty("in a console's log");
        foreach (var line in figure.Api.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            JsonDocument.Parse(line).RootElement.GetProperty("time").GetString().ShouldNotBeNullOrEmpty();
        }

        AttributesShouldBeDocumented();
        MetricsShouldBeDocumented();
        figure.Sink.Spans.Select(span => span.Service).Distinct().ShouldBe(["local-cognito", "modular-api", "modular-app-client"], ignoreOrder: true);
    }

    private void AttributesShouldBeDocumented()
    {
        var rows = Repository.Rows("docs/security.md", "| Attribute of a span |");
        var ofAny = rows.Where(row => row[1] == "yes").SelectMany(row => Repository.Quoted(row[0])).ToList();
        var ofCalls = rows.Where(row => row[1] == "calls alone").SelectMany(row => Repository.Quoted(row[0])).ToList();
        var spans = figure.Sink.Spans;

        spans.SelectMany(span => span.Attributes.Keys.Except(span.Kind == ReceivedSpan.Client ? ofAny.Concat(ofCalls) : ofAny)).Distinct().ShouldBeEmpty();
        spans.ShouldAllBe(span => span.Events == 0 && span.StatusText == "");
    }

    private void MetricsShouldBeDocumented()
    {
        var documented = Repository.Rows("docs/operations.md", "| Metric |");
        var metrics = figure.Sink.Metrics.Where(metric => !metric.Name.StartsWith("dotnet.", StringComparison.Ordinal)).ToList();
        metrics.ShouldContain(metric => metric.Name == "modular.tokens.verified");
        metrics.ShouldContain(metric => metric.Name == "http.server.request.duration");
        foreach (var metric in metrics)
        {
            var row = documented.SingleOrDefault(each => each[0] == $"`{metric.Name}`").ShouldNotBeNull($"docs/operations.md lacks {metric.Name}");
            row[1].ShouldBe($"`{metric.Unit}`", metric.Name);
        }

        // An attribute of ours is named in the row.
        var unnamed = from metric in metrics
                      where metric.Name.StartsWith("modular.", StringComparison.Ordinal)
                      from name in metric.Points.SelectMany(point => point.Keys).Distinct()
                      let row = documented.Single(each => each[0] == $"`{metric.Name}`")
                      where !row[2].Contains($"`{name}`", StringComparison.Ordinal)
                      select $"{metric.Name}: {name}";
        unnamed.ShouldBeEmpty();
        metrics.Where(metric => metric.Name == "http.server.request.duration").SelectMany(metric => metric.Points)
            .ShouldNotContain(point => point.GetValueOrDefault("http.route") == "/api/orders/events" && point.GetValueOrDefault("http.response.status_code") == "200");
    }

    // The code, the state and the tokens of a sign-in, as they go through the browser.
    private async Task SignInAsync(List<string> secrets)
    {
        using var browser = figure.OpenBrowser();
        (await browser.SignInAsync()).Status.ShouldBe(HttpStatusCode.OK);
        await browser.OpenAsync($"/orders?after={Planted}");
        await browser.OpenAsync($"/{Planted}?code={Planted}&state={Planted}");
        foreach (var (address, _) in browser.Journey)
        {
            secrets.AddRange(System.Web.HttpUtility.ParseQueryString(address.Query) is var query
                ? new[] { "code", "state", "nonce", "code_challenge" }.Select(name => query[name]).OfType<string>().Where(value => value.Length > 8)
                : []);
        }

        secrets.AddRange(browser.Cookies.Select(cookie => cookie.Value).Where(value => value.Length > 8));
    }

    private async Task AskAsync(List<string> secrets)
    {
        var token = await figure.TokenAsync();
        var stranger = await figure.MintAsync(new { user = "alice", client = "web-client", claims = new { sub = PlantedSubject } });
        var unknown = await figure.MintAsync(new { user = "alice", client = "web-client", sign = "unknownKey" });
        secrets.AddRange([token, token.Split('.')[2], stranger, unknown]);
        var alice = figure.Api.With(token);

        var profile = $$"""{"name":"{{Planted}}","email":"{{Planted}}@example.com","phone":"+4930777777","addresses":[{"line1":"{{Planted}}","postalCode":"{{Planted}}","city":"{{Planted}}","country":"DE"}]}""";
        await TellAsync(alice, HttpMethod.Put, "/api/profile", profile, HttpStatusCode.OK);
        await TellAsync(alice, HttpMethod.Put, "/api/profile", profile.Replace("DE", Planted, StringComparison.Ordinal), HttpStatusCode.BadRequest);
        await TellAsync(alice, HttpMethod.Post, "/api/orders", OrderCalls.OneTea, HttpStatusCode.Created, ("Idempotency-Key", Planted));
        await TellAsync(alice, HttpMethod.Get, $"/api/orders?status={Planted}&code={Planted}&state={Planted}", body: null, HttpStatusCode.BadRequest);
        await TellAsync(alice, HttpMethod.Get, $"/{Planted}/{PlantedSubject}", body: null, HttpStatusCode.NotFound);
        await TellAsync(alice, HttpMethod.Get, $"/api/customers/{PlantedSubject}/orders", body: null, HttpStatusCode.Forbidden);
        await TellAsync(alice, new HttpMethod(Planted), "/api/orders", body: null, HttpStatusCode.MethodNotAllowed);
        await TellAsync(alice, HttpMethod.Get, "/api/orders/events", body: null, HttpStatusCode.BadRequest, ("Last-Event-ID", Planted));
        await TellAsync(alice, HttpMethod.Get, "/api/orders/events", body: null, HttpStatusCode.OK);
        await TellAsync(alice, HttpMethod.Post, "/api/account/identities", $$"""{"token":"{{stranger}}"}""", status: null);
        await TellAsync(figure.Api.With(stranger), HttpMethod.Get, "/api/profile", body: null, HttpStatusCode.OK);
        await TellAsync(figure.Api.With(unknown), HttpMethod.Get, "/api/profile", body: null, HttpStatusCode.Unauthorized);
        await TellAsync(figure.Api.With(Planted), HttpMethod.Get, "/api/profile", body: null, HttpStatusCode.Unauthorized);

        // More than the quota of an address.
        var anonymous = figure.Api.With(null);
        for (var i = 0; i < 80; i++)
        {
            await TellAsync(anonymous, HttpMethod.Get, "/api/products", body: null, status: null);
        }

        using var pool = new HttpClient { BaseAddress = figure.Pool.Address };
        await TellAsync(pool, HttpMethod.Get, $"/oauth2/authorize?client_id={Planted}&state={Planted}&login_hint={Planted}", body: null, status: null);
        await TellAsync(pool, HttpMethod.Get, $"/{Planted}?code={Planted}", body: null, HttpStatusCode.NotFound);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = "web-client", ["client_secret"] = Planted, ["code"] = Planted });
        using var refused = await pool.PostAsync("/oauth2/token", form, TestContext.Current.CancellationToken);
    }

    private async Task FailAsync() => await Eventually.HoldsAsync("the database fails", TimeSpan.FromSeconds(60), async () =>
    {
        using var placed = await figure.Api.With(await figure.TokenAsync()).SendAsync(HttpMethod.Post, "/api/orders", OrderCalls.OneTea, ("Idempotency-Key", Planted));
        return placed.StatusCode == HttpStatusCode.ServiceUnavailable;
    });

    private static async Task TellAsync(
        HttpClient client, HttpMethod method, string path, string? body, HttpStatusCode? status, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        (string Name, string Value)[] all =
        [
            ("User-Agent", Planted), ("Referer", $"https://example.com/?code={Planted}"), ("Cookie", $"session={Planted}"), ("X-Forwarded-For", PlantedAddress),
            ("Forwarded", $"for={PlantedAddress}"), ("baggage", $"person={Planted}"), ("tracestate", $"vendor={Planted}"), ("X-Request-Id", Planted), .. headers,
        ];
        foreach (var (name, value) in all)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (status is { } expected)
        {
            response.StatusCode.ShouldBe(expected, $"{method} {path}");
        }
    }
}
