using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Contract;

/// <summary>The document says what there is: each route, each answer.</summary>
public sealed partial class AnswerTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string EventStream = "text/event-stream";

    // For operators and for readers of the document, which has what callers use.
    private static readonly string[] NotDescribed =
        ["/health/live", "/health/ready", "/openapi/v1.json", "/docs", "/.well-known/oauth-protected-resource/{**route}"];

    [Fact]
    public async Task The_document_has_the_routes_that_there_are()
    {
        var document = await DocumentAsync();
        var routes = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (
                Path: "/" + Constraint.Replace(endpoint.RoutePattern.RawText!, "}").Trim('/'),
                Methods: endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]))
            .Where(route => !NotDescribed.Any(path => route.Path == path || route.Path.StartsWith(path + "/", StringComparison.Ordinal)))
            .SelectMany(route => route.Methods.Select(method => $"{method} {route.Path}"));

        Operations(document).Select(operation => operation.Name).Order(StringComparer.Ordinal).ShouldBe(routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_and_how_it_is_refused()
    {
        var operations = Operations(await DocumentAsync()).ToList();
        operations.ShouldNotBeEmpty();
        foreach (var (name, operation) in operations)
        {
            operation.Text("summary").ShouldNotBeNullOrWhiteSpace(name);
            operation.Text("description").ShouldEndWith(".", Case.Sensitive, name);
            operation.Text("operationId").ShouldNotBeNullOrWhiteSpace(name);
            operation.GetProperty("responses").Names().ShouldContain("429", name);
            if (operation.TryGetProperty("requestBody", out _))
            {
                operation.GetProperty("responses").Names().ShouldBeSubsetOf(
                    ["200", "201", "204", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429", "500", "503"], name);
                operation.GetProperty("responses").Names().ShouldContain("413", name);
                operation.GetProperty("responses").Names().ShouldContain("415", name);
            }
        }
    }

    [Fact]
    public async Task Answers_are_as_the_document_says_and_each_operation_has_been_asked()
    {
        var document = await DocumentAsync();
        HashSet<string> succeeded = new(StringComparer.Ordinal);
        await foreach (var (method, path, response) in AskAsync())
        {
            using (response)
            {
                // A stream that never ends has no whole text: OrderEventsTests reads it.
                var text = response.Content.Headers.ContentType?.MediaType == EventStream ? "" : await response.TextAsync();
                var name = ShouldBeDescribed(document, method, path, response, text);
                if (response.IsSuccessStatusCode)
                {
                    succeeded.Add(name);
                }
            }
        }

        Operations(document).Select(operation => operation.Name).Where(name => !succeeded.Contains(name))
            .ShouldBeEmpty("add a request that succeeds to AskAsync");
    }

    [Theory]
    [InlineData("POST", "/api/orders", """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""")]
    [InlineData("PUT", "/api/profile", """{"addresses":[{"line1":"1 Road","postalCode":"1","city":"Seoul","country":"KR"}]}""")]
    [InlineData("POST", "/api/account/identities", """{"token":"x"}""")]
    public async Task What_a_request_must_have_is_what_the_document_says(string method, string path, string body)
    {
        var document = await DocumentAsync();
        var schema = Operations(document).Single(operation => operation.Name == $"{method} {path}").Operation
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        using var whole = JsonDocument.Parse(body);
        new SchemaValidator(document).Errors(schema, whole.RootElement).ShouldBeEmpty();

        foreach (var (without, field) in Without(JsonNode.Parse(body)!))
        {
            using var response = await SendAsync(api.SignedInAs("nora"), method, path, without);
            using var sent = JsonDocument.Parse(without);
            response.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest, field);
            if (field != "addresses")
            {
                new SchemaValidator(document).Errors(schema, sent.RootElement).ShouldNotBeEmpty(field);
            }
        }
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select ($"{method.Name.ToUpperInvariant()} {path.Name}", method.Value);

    private static string ShouldBeDescribed(JsonElement document, string method, string path, HttpResponseMessage response, string body)
    {
        var status = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (name, operation) = Operations(document).Where(operation => IsAt(operation.Name, $"{method} {path.Split('?')[0]}"))
            .OrderBy(operation => operation.Name.Count(c => c == '{')).First();
        var at = $"{name} answered {status}: {body}";
        operation.GetProperty("responses").TryGetProperty(status, out var described).ShouldBeTrue(at);
        if (!described.TryGetProperty("content", out var content))
        {
            body.ShouldBeEmpty(at);
            return name;
        }

        content.TryGetProperty(response.Content.Headers.ContentType!.MediaType!, out var media).ShouldBeTrue(at);
        if (response.Content.Headers.ContentType.MediaType == EventStream)
        {
            return name;
        }

        using var json = JsonDocument.Parse(body);
        new SchemaValidator(document).Errors(media.GetProperty("schema"), json.RootElement).ShouldBeEmpty(at);
        foreach (var header in described.TryGetProperty("headers", out var headers) ? headers.Names() : [])
        {
            response.Headers.Contains(header).ShouldBeTrue($"{at}, without {header}");
        }

        return name;
    }

    private static bool IsAt(string operation, string asked) =>
        Regex.IsMatch(asked, "^" + Parameter.Replace(Regex.Escape(operation).Replace("}", "\\}", StringComparison.Ordinal), "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string? body = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    // The body without each of the fields that it has.
    private static IEnumerable<(string Body, string Field)> Without(JsonNode body)
    {
        foreach (var place in Places(body).ToList())
        {
            if (place.Parent is JsonObject && place.GetPropertyName() != "quantity" && place.GetPropertyName() != "addresses")
            {
                var (parent, name, value) = (place.Parent.AsObject(), place.GetPropertyName(), place);
                parent.Remove(name);
                yield return (body.ToJsonString(), name);
                parent[name] = value;
            }
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject fields => fields.Select(field => field.Value!).SelectMany(value => Places(value).Prepend(value)),
        JsonArray items => items.SelectMany(item => Places(item!)),
        _ => [],
    };

    private async IAsyncEnumerable<(string Method, string Path, HttpResponseMessage Response)> AskAsync()
    {
        const string Order = """{"lines":[{"sku":"TEA-GREEN-100","quantity":2}]}""";
        const string Profile = """{"name":"Gina","email":"gina@example.com","phone":"+4930123456","addresses":[{"line1":"1 Road","line2":"B","postalCode":"1","city":"Seoul","country":"KR"}]}""";
        var (gina, carol, nobody) = (api.SignedInAs("gina"), api.SignedInAs("carol"), api.Anonymous());
        var account = await gina.GetJsonAsync("/api/account");
        var customer = account.Text("customerId");
        using var made = await gina.PostTextAsync("/api/orders", Order);
        var order = (await made.JsonAsync()).GetProperty("id").GetInt64();
        var second = api.Tokens.ForPerson("gina-2", ["account.write"]);
        var machine = api.SignedInAsMachine();
        (HttpClient Who, string Method, string Path, string? Body)[] requests =
        [
            (nobody, "GET", "/.well-known/oauth-protected-resource", null),
            (gina, "POST", "/api/orders", Order),
            (gina, "POST", "/api/orders", "{"),
            (gina, "POST", "/api/orders", """{"lines":[]}"""),
            (machine, "POST", "/api/orders", Order),
            (nobody, "POST", "/api/orders", Order),
            (gina, "GET", "/api/orders", null),
            (gina, "GET", "/api/orders?limit=1", null),
            (gina, "GET", "/api/orders?limit=0", null),
            (nobody, "GET", "/api/orders", null),
            (gina, "GET", $"/api/orders/{order}", null),
            (gina, "GET", "/api/orders/1", null),
            (carol, "GET", "/api/orders/1", null),
            (gina, "POST", $"/api/orders/{order}/cancel", null),
            (gina, "POST", $"/api/orders/{order}/cancel", null),
            (machine, "POST", "/api/orders/3/pay", null),
            (machine, "POST", "/api/orders/3/ship", null),
            (machine, "POST", "/api/orders/3/deliver", null),
            (machine, "POST", "/api/orders/3/pay", null),
            (machine, "GET", "/api/fulfilment/orders?limit=1", null),
            (gina, "GET", "/api/fulfilment/orders", null),
            (gina, "GET", "/api/account/export", null),
            (gina, "GET", "/api/products", null),
            (gina, "GET", "/api/profile", null),
            (gina, "PUT", "/api/profile", Profile),
            (gina, "GET", "/api/profile", null),
            (gina, "PUT", "/api/profile", """{"phone":"x"}"""),
            (gina, "GET", "/api/account", null),
            (gina, "POST", "/api/account/identities", $$"""{"token":"{{second}}"}"""),
            (gina, "POST", "/api/account/identities", """{"token":"x"}"""),
            (carol, "GET", $"/api/customers/{customer}/orders", null),
            (gina, "GET", $"/api/customers/{customer}/orders", null),
            (carol, "POST", $"/api/customers/{customer}/suspend", null),
            (gina, "GET", "/api/account", null),
            (carol, "POST", $"/api/customers/{customer}/reinstate", null),
            (carol, "POST", $"/api/customers/{Guid.Empty}/reinstate", null),
            (gina, "GET", "/api/orders/events", null),
        ];
        foreach (var (who, method, path, body) in requests)
        {
            yield return (method, path, await SendAsync(who, method, path, body));
        }

        var linked = (await gina.GetJsonAsync("/api/account")).GetProperty("identities").EnumerateArray().Single(identity => identity.Text("subject") == "gina-2");
        foreach (var path in new[] { $"/api/account/identities/{linked.Text("id")}", $"/api/account/identities/{linked.Text("id")}" })
        {
            yield return ("DELETE", path, await SendAsync(gina, "DELETE", path));
        }

        foreach (var (who, path) in new[] { (carol, $"/api/customers/{customer}/sign-out-everywhere"), (api.SignedInAs("hanna"), "/api/account/sign-out-everywhere") })
        {
            yield return ("POST", path, await SendAsync(who, "POST", path));
        }

        yield return ("DELETE", "/api/account", await SendAsync(api.SignedInAs("ivy"), "DELETE", "/api/account"));
        yield return ("GET", "/api/account", await SendAsync(gina, "GET", "/api/account"));
    }

    private async Task<JsonElement> DocumentAsync() => await api.Anonymous().GetJsonAsync("/openapi/v1.json");

    [GeneratedRegex(":[^}/]+}", RegexOptions.NonBacktracking)]
    private static partial Regex Constraint { get; }

    [GeneratedRegex(@"\\\{[^}]+\\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter { get; }
}
