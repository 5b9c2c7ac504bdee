using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Orders;

public sealed class PlaceOrderTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task An_order_is_placed_at_the_catalogues_prices()
    {
        var frank = api.SignedInAs("frank");
        using var response = await frank.PostTextAsync(
            "/api/orders", """{"lines":[{"sku":"TEA-GREEN-100","quantity":2},{"sku":"CUP-PORCELAIN","quantity":1}]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var order = await response.JsonAsync();
        order.Text("status").ShouldBe("PLACED");
        order.GetProperty("totalMinor").GetInt64().ShouldBe((2 * 890) + 1250);
        order.GetProperty("placedAt").GetDateTimeOffset().ShouldBe(api.Clock.GetUtcNow());
        var again = await frank.GetJsonAsync(response.Headers.Location!.ToString());
        again.GetRawText().ShouldBe(order.GetRawText());
    }

    [Theory]
    [InlineData("""{"lines":[]}""", "lines")]
    [InlineData("""{}""", "lines")]
    [InlineData("""{"lines":null}""", "lines")]
    [InlineData("""{"lines":[{"sku":"TEA-GREEN-100","quantity":0}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"sku":"TEA-GREEN-100","quantity":1000}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"sku":"TEA-GREEN-100","quantity":1.5}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"sku":"TEA-GREEN-100","quantity":"1"}]}""", "lines[0].quantity")]
    [InlineData("""{"lines":[{"sku":"TEA-GREEN-100","quantity":1},{"sku":"NO-SUCH-TEA","quantity":1}]}""", "lines[1].sku")]
    [InlineData("""{"lines":[{"sku":"tea green","quantity":1}]}""", "lines[0].sku")]
    [InlineData("""{"lines":[{"quantity":1}]}""", "lines[0].sku")]
    [InlineData("""{"lines":[null]}""", "lines[0]")]
    [InlineData("""{"lines":[{"sku":"TEA-GREEN-100","quantity":1}],"totalMinor":1}""", "body")]
    [InlineData("""{"lines":[{"sku":"TEA-GREEN-100","quantity":1,"unitPriceMinor":1}]}""", "body")]
    [InlineData("""{"lines":[],"lines":[]}""", "body")]
    [InlineData("""[]""", "body")]
    [InlineData("""null""", "body")]
    [InlineData("""{""", "body")]
    [InlineData("", "body")]
    public async Task Bad_input_is_named_by_its_field(string body, string field)
    {
        using var response = await api.SignedInAs("frank").PostTextAsync("/api/orders", body);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors").Names().ShouldBe([field]);
    }

    [Fact]
    public async Task Fifty_lines_are_an_order_and_fifty_one_are_not()
    {
        using var fifty = await api.SignedInAs("frank").PostTextAsync("/api/orders", Lines(50));
        using var more = await api.SignedInAs("frank").PostTextAsync("/api/orders", Lines(51));

        fifty.StatusCode.ShouldBe(HttpStatusCode.Created);
        await more.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        static string Lines(int count) =>
            $$"""{"lines":[{{string.Join(',', Enumerable.Repeat("""{"sku":"TEA-GREEN-100","quantity":999}""", count))}}]}""";
    }

    [Fact]
    public async Task What_is_not_JSON_is_415()
    {
        using var content = new StringContent("lines", System.Text.Encoding.UTF8, "text/plain");
        using var response = await api.SignedInAs("frank").PostAsync("/api/orders", content, TestContext.Current.CancellationToken);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Theory]
    [InlineData("evil")]
    [InlineData("utf-16")]
    public async Task JSON_is_UTF_8(string charset)
    {
        using var content = new StringContent("{}");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=" + charset);
        using var response = await api.SignedInAs("frank").PostAsync("/api/orders", content, TestContext.Current.CancellationToken);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task Nothing_of_the_body_is_read_before_the_caller_is_known_to_be_allowed()
    {
        using var anonymous = await api.Anonymous().PostTextAsync("/api/orders", "{");
        using var reader = await api.SignedInAs("frank", "orders.read").PostTextAsync("/api/orders", "{");

        await anonymous.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        await reader.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
    }
}
