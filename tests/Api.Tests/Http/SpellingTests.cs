namespace Modular.Api.Tests.Http;

/// <summary>A value in a route or query has one spelling, and every other one is refused or names nothing.</summary>
[Collection<ProductionCollection>]
public sealed class SpellingTests(ProductionHost server)
{
    private const string Id = "00000000-0000-4000-8000-00000000000a";

    [Theory]
    [InlineData("+1")]
    [InlineData("%2B1")]
    [InlineData("01")]
    [InlineData("%201")]
    [InlineData("1%20")]
    [InlineData("1%09")]
    [InlineData("1%0A")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("1e0")]
    [InlineData("0x1")]
    [InlineData("1,0")]
    [InlineData("%EF%BC%91")]
    [InlineData("%D9%A1")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775808")]
    [InlineData("1%2F")]
    [InlineData("%c0%b1")]
    [InlineData("1%")]
    public async Task No_other_spelling_of_an_orders_number_is_an_order(string number)
    {
        foreach (var line in new[] { $"GET /api/orders/{number}", $"POST /api/orders/{number}/cancel" })
        {
            var answer = await server.AskAsync(line);

            answer.Status.ShouldBe(404);
            answer.Body.ShouldContain("\"urn:modular:problem:not-found\"");
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("%31")]
    [InlineData("9223372036854775807")]
    public async Task An_orders_number_is(string number) =>
        (await server.AskAsync($"GET /api/orders/{number}")).Body.ShouldContain("order-not-found");

    [Theory]
    [InlineData("{" + Id + "}")]
    [InlineData("(" + Id + ")")]
    [InlineData("0000000000004000800000000000000a")]
    [InlineData("%20" + Id)]
    [InlineData("+0000000-0000-4000-8000-00000000000a")]
    [InlineData("0x000000-0000-4000-8000-00000000000a")]
    [InlineData(Id + "%20")]
    [InlineData("00000000-0000-4000-8000-00000000000g")]
    [InlineData("%EF%BC%900000000-0000-4000-8000-00000000000a")]
    public async Task No_other_form_of_a_UUID_names_anything(string id)
    {
        var answer = await server.AskAsAsync(server.Machine, $"GET /api/customers/{id}/orders");

        answer.Status.ShouldBe(404);
        answer.WrongAsProblem(isHead: false).ShouldBeNull();
    }

    [Theory]
    [InlineData(Id)]
    [InlineData("00000000-0000-4000-8000-00000000000A")]
    public async Task A_UUID_may_be_written_in_either_case(string id) =>
        (await server.AskAsAsync(server.Machine, $"GET /api/customers/{id}/orders")).Status.ShouldBe(200);

    [Theory]
    [InlineData("limit=1%00", "limit")]
    [InlineData("limit=+1", "limit")]
    [InlineData("limit=%2B1", "limit")]
    [InlineData("limit=01", "limit")]
    [InlineData("limit=%EF%BC%91", "limit")]
    [InlineData("limit=%201", "limit")]
    [InlineData("limit=1%20", "limit")]
    [InlineData("limit=1.0", "limit")]
    [InlineData("limit=1e1", "limit")]
    [InlineData("limit=-0", "limit")]
    [InlineData("limit=--1", "limit")]
    [InlineData("limit=0x1", "limit")]
    [InlineData("limit=1,000", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit", "limit")]
    [InlineData("status=", "status")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=1&limit=1", "limit")]
    [InlineData("LIMIT=1&limit=1", "limit")]
    [InlineData("status=placed", "status")]
    [InlineData("status=1", "status")]
    [InlineData("status=PLACED%00", "status")]
    [InlineData("status=%ff", "status")]
    [InlineData("status=%c0%80", "status")]
    [InlineData("status=%zz", "status")]
    [InlineData("status=%", "status")]
    [InlineData("sort=ID", "sort")]
    [InlineData("after=%00", "after")]
    [InlineData("after=AAAAAAAAAAE%3D", "after")]
    public async Task A_query_value_in_another_spelling_is_400_and_names_its_field(string query, string field)
    {
        foreach (var (caller, path) in new[]
            {
                (server.Alice, "/api/orders"), (server.Machine, "/api/fulfilment/orders"), (server.Machine, $"/api/customers/{Id}/orders"),
            })
        {
            var answer = await server.AskAsAsync(caller, $"GET {path}?{query}");

            answer.Status.ShouldBe(400, path);
            answer.WrongAsProblem(isHead: false).ShouldBeNull();
            answer.Body.ShouldContain($"\"errors\":{{\"{field}\":");
        }
    }

    [Theory]
    [InlineData("status=PLACED&status=PLACED", "status")]
    [InlineData("status=PLACED&st%61tus=", "status")]
    [InlineData("sort=id&sort=id", "sort")]
    [InlineData("after=x&after", "after")]
    public async Task A_query_value_that_is_given_twice_is_400_and_told_so(string query, string field)
    {
        var answer = await server.AskAsync($"GET /api/orders?{query}");

        answer.Status.ShouldBe(400);
        answer.Body.ShouldContain($"\"errors\":{{\"{field}\":[\"This may be given once.\"]}}");
    }

    [Theory]
    [InlineData("limit=1")]
    [InlineData("limit=100&status=PLACED&sort=-id")]
    [InlineData("sort=%2Did")]
    [InlineData("utm_source=mail&limit=1&utm_source=page")]
    [InlineData("&&=&")]
    public async Task A_query_that_is_right_is_taken_and_parameters_that_the_operation_does_not_have_are_ignored(string query) =>
        (await server.AskAsync($"GET /api/orders?{query}")).Status.ShouldBe(200);

    [Theory]
    [InlineData("//api/orders", 404)]
    [InlineData("/api//orders", 404)]
    [InlineData("/api%2Forders", 404)]
    [InlineData("/api/orders;x=1", 404)]
    [InlineData("/api/orders%", 404)]
    [InlineData("/api/%c0%af", 404)]
    [InlineData("/api/orders/", 200)]
    [InlineData("/API/Orders", 200)]
    [InlineData("/api/x/../orders", 200)]
    [InlineData("http://api.example.com/api/orders", 200)]
    public async Task A_path_is_as_the_web_server_reads_it(string target, int status) =>
        (await server.AskAsync($"GET {target}")).Status.ShouldBe(status);
}
