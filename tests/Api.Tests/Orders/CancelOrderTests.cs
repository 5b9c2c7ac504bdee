using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Orders;

public sealed class CancelOrderTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_placed_order_can_be_cancelled_once()
    {
        var gina = api.SignedInAs("gina");
        using var placed = await gina.PostTextAsync("/api/orders", """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""");
        var path = placed.Headers.Location + "/cancel";

        using var cancelled = await gina.PostAsync(path);
        using var again = await gina.PostAsync(path);

        cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        var order = await cancelled.JsonAsync();
        order.Text("status").ShouldBe("CANCELLED");
        order.GetProperty("history").EnumerateArray().Select(step => step.Text("status")).ShouldBe(["PLACED", "CANCELLED"]);
        var problem = await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "order-status");
        problem.Text("detail").ShouldContain("CANCELLED");
    }

    [Fact]
    public async Task An_order_on_its_way_cannot_be_cancelled_and_says_where_it_stands()
    {
        using var response = await api.SignedInAs("alice").PostAsync("/api/orders/2/cancel");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "order-status");
        problem.Text("detail").ShouldBe("The order is SHIPPING and cannot become CANCELLED.");
    }

    [Fact]
    public async Task A_strangers_order_cannot_be_cancelled_and_is_as_none()
    {
        using var strangers = await api.SignedInAs("alice").PostAsync("/api/orders/3/cancel");
        using var none = await api.SignedInAs("alice").PostAsync("/api/orders/999999/cancel");

        await strangers.ShouldBeProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        (await strangers.TextAsync()).ShouldBe(await none.TextAsync());
        (await api.SignedInAs("bob").GetJsonAsync("/api/orders/3")).Text("status").ShouldBe("PLACED");
    }

    [Fact]
    public async Task Of_many_who_cancel_at_once_exactly_one_does()
    {
        var hugo = api.SignedInAs("hugo");
        using var placed = await hugo.PostTextAsync("/api/orders", """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""");
        var path = placed.Headers.Location + "/cancel";

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => hugo.PostAsync(path)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(15);
    }
}
