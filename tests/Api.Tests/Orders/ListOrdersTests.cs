using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Orders;

public sealed class ListOrdersTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Alice_sees_the_orders_of_the_figure()
    {
        var page = await api.SignedInAs("alice").GetJsonAsync("/api/orders");

        page.Names().ShouldBe(["orders"]);
        var orders = page.GetProperty("orders").EnumerateArray().ToList();
        orders.Select(order => (order.GetProperty("id").GetInt64(), order.Text("status")))
            .ShouldBe([(1, "DELIVERED"), (2, "SHIPPING")]);
        orders[0].Names().ShouldBe(["id", "status", "currency", "totalMinor", "placedAt"]);
    }

    [Fact]
    public async Task Bob_sees_his_own_order_alone() =>
        (await api.SignedInAs("bob").GetJsonAsync("/api/orders")).OrderIds().ShouldBe([3]);

    [Fact]
    public async Task Somebody_never_seen_before_has_no_orders() =>
        (await api.SignedInAs("dora").GetJsonAsync("/api/orders")).OrderIds().ShouldBeEmpty();

    [Fact]
    public async Task A_page_links_to_the_next_one_until_there_is_none()
    {
        var erin = api.SignedInAs("erin");
        List<long> placed = [];
        for (var i = 0; i < 5; i++)
        {
            using var response = await erin.PostTextAsync("/api/orders", """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""");
            placed.Add((await response.JsonAsync()).GetProperty("id").GetInt64());
        }

        List<long> seen = [];
        var path = "/api/orders?limit=2&status=PLACED";
        for (var pages = 0; pages < 3; pages++)
        {
            var page = await erin.GetJsonAsync(path);
            seen.AddRange(page.OrderIds());
            path = page.TryGetProperty("next", out var next) ? next.GetString()! : "";
        }

        seen.ShouldBe(placed);
        path.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_next_link_repeats_nothing_that_this_route_does_not_know()
    {
        var page = await api.SignedInAs("alice").GetJsonAsync("/API/orders/?limit=1&evil=%3Cscript%3E&token=SECRET");

        page.Text("next").ShouldBe("/api/orders?limit=1&after=AAAAAAAAAAE");
    }

    [Fact]
    public async Task The_newest_come_first_when_asked_for() =>
        (await api.SignedInAs("alice").GetJsonAsync("/api/orders?sort=-id")).OrderIds().ShouldBe([2, 1]);

    [Fact]
    public async Task One_status_can_be_asked_for() =>
        (await api.SignedInAs("alice").GetJsonAsync("/api/orders?status=SHIPPING")).OrderIds().ShouldBe([2]);

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("status=placed", "status")]
    [InlineData("status=1", "status")]
    [InlineData("after=xyzzy", "after")]
    [InlineData("after=", "after")]
    [InlineData("sort=price", "sort")]
    public async Task Bad_input_is_named_by_its_field_and_not_repeated(string query, string field)
    {
        using var response = await api.SignedInAs("alice").GetAnswerAsync("/api/orders?" + query);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors").Names().ShouldBe([field]);
        var sent = query[(query.IndexOf('=', StringComparison.Ordinal) + 1)..];
        if (sent.Length > 3)
        {
            (await response.TextAsync()).ShouldNotContain(sent, Case.Sensitive);
        }
    }

    [Fact]
    public async Task Several_bad_fields_are_all_named()
    {
        using var response = await api.SignedInAs("alice").GetAnswerAsync("/api/orders?limit=0&sort=price&status=nope");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors").Names().ShouldBe(["status", "limit", "sort"]);
    }
}
