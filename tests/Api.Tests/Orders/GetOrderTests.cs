using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Orders;

public sealed class GetOrderTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task An_order_comes_with_lines_and_history()
    {
        var order = await api.SignedInAs("alice").GetJsonAsync("/api/orders/1");

        order.Names().ShouldBe(["id", "status", "currency", "totalMinor", "placedAt", "lines", "history"]);
        order.GetProperty("lines")[0].Names().ShouldBe(["sku", "name", "quantity", "unitPriceMinor"]);
        order.GetProperty("history").EnumerateArray().Select(step => step.Text("status"))
            .ShouldBe(["PLACED", "PAID", "SHIPPING", "DELIVERED"]);
    }

    [Fact]
    public async Task A_strangers_order_is_byte_for_byte_as_none()
    {
        var alice = api.SignedInAs("alice");
        using var strangers = await alice.GetAnswerAsync("/api/orders/3");
        using var none = await alice.GetAnswerAsync("/api/orders/999999");

        await strangers.ShouldBeProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        (await strangers.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))
            .ShouldBe(await none.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        HeadersOf(strangers).ShouldBe(HeadersOf(none));

        static IEnumerable<string> HeadersOf(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Date" or TraceId.Header))
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}")
            .Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Staff_see_anybodys_order() =>
        (await api.SignedInAs("carol").GetJsonAsync("/api/orders/3")).GetProperty("id").GetInt64().ShouldBe(3);

    [Fact]
    public async Task A_machine_with_the_scope_sees_anybodys_order() =>
        (await api.SignedInAsMachine("orders.read.any").GetJsonAsync("/api/orders/3")).GetProperty("id").GetInt64().ShouldBe(3);

    [Fact]
    public async Task The_scope_alone_does_not_make_a_customer_staff()
    {
        using var response = await api.SignedInAs("alice", "orders.read", "orders.read.any").GetAnswerAsync("/api/orders/3");

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "order-not-found");
    }

    [Theory]
    [InlineData("/api/orders/abc")]
    [InlineData("/api/orders/1.5")]
    [InlineData("/api/orders/99999999999999999999")]
    public async Task What_is_no_number_is_no_order(string path)
    {
        using var response = await api.SignedInAs("alice").GetAnswerAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Staff_list_a_customers_orders()
    {
        var bob = await api.SignedInAs("bob").GetJsonAsync("/api/account");

        var page = await api.SignedInAs("carol").GetJsonAsync($"/api/customers/{bob.Text("customerId")}/orders");

        page.OrderIds().ShouldBe([3]);
    }

    [Fact]
    public async Task A_customer_may_not_list_anothers_orders_whatever_the_scope()
    {
        var bob = await api.SignedInAs("bob").GetJsonAsync("/api/account");

        using var response = await api.SignedInAs("alice").GetAnswerAsync($"/api/customers/{bob.Text("customerId")}/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-permitted");
        response.Challenge().ShouldBeEmpty();
    }
}
