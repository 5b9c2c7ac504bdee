using System.Net;
using Modular.Api.Tests.Customers;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Orders;

/// <summary>The fulfilment queue, and the pages of every list, while orders come in.</summary>
public sealed class FulfilmentTests : IAsyncDisposable
{
    private readonly ApiHost _api = new();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_queue_has_what_is_to_be_done_of_all_customers_and_says_whose_it_is()
    {
        var (alice, bob) = (await _api.SignedInAs("alice").CustomerIdAsync(), await _api.SignedInAs("bob").CustomerIdAsync());

        foreach (var who in new[] { _api.SignedInAs("carol"), _api.SignedInAsMachine("orders.read.any") })
        {
            var page = await who.GetJsonAsync("/api/fulfilment/orders");

            page.Names().ShouldBe(["orders"]);
            var orders = page.GetProperty("orders").EnumerateArray().ToList();
            orders[0].Names().ShouldBe(["id", "customerId", "status", "currency", "totalMinor", "placedAt"]);
            orders.Select(order => (order.GetProperty("id").GetInt64(), order.Text("customerId"), order.Text("status")))
                .ShouldBe([(2, alice, "SHIPPING"), (3, bob, "PLACED")]);
        }
    }

    [Theory]
    [InlineData("PLACED", 3L)]
    [InlineData("SHIPPING", 2L)]
    [InlineData("DELIVERED", 1L)]
    [InlineData("CANCELLED")]
    public async Task One_status_can_be_asked_for(string status, params long[] expected) =>
        (await _api.SignedInAs("carol").GetJsonAsync($"/api/fulfilment/orders?status={status}")).OrderIds().ShouldBe(expected);

    [Theory]
    [InlineData("/api/fulfilment/orders", "carol")]
    [InlineData("/api/customers/{id}/orders", "carol")]
    [InlineData("/api/orders", "quinn")]
    public async Task Pages_lose_and_repeat_nothing_while_orders_come_in(string list, string reader)
    {
        var quinn = _api.SignedInAs("quinn");
        var before = await PlaceAsync(quinn, 7);
        var path = list.Replace("{id}", await quinn.CustomerIdAsync(), StringComparison.Ordinal) + "?limit=2";

        var (seen, during) = await ReadToTheEndAsync(_api.SignedInAs(reader), path, quinn);

        seen.ShouldBe(seen.Distinct().Order());
        seen.Where(before.Contains).ShouldBe(before);
        during.ShouldBeSubsetOf(seen);
    }

    [Fact]
    public async Task Newest_first_what_comes_in_is_in_front_of_where_one_is()
    {
        var quinn = _api.SignedInAs("quinn");
        var before = await PlaceAsync(quinn, 7);

        var (seen, _) = await ReadToTheEndAsync(_api.SignedInAs("carol"), "/api/fulfilment/orders?limit=2&sort=-id", quinn);

        seen.ShouldBe([.. before.Reverse(), 3, 2]);
    }

    [Fact]
    public async Task An_order_that_moves_on_meanwhile_is_neither_lost_nor_seen_twice()
    {
        var quinn = _api.SignedInAs("quinn");
        var orders = await PlaceAsync(quinn, 4);
        var machine = _api.SignedInAsMachine();
        var first = await machine.GetJsonAsync("/api/fulfilment/orders?limit=3");
        await machine.MoveAsync($"/api/orders/{orders[0]}", "pay");
        await machine.MoveAsync($"/api/orders/{orders[2]}", "pay");

        var second = await machine.GetJsonAsync(first.Text("next"));

        first.OrderIds().ShouldBe([2, 3, orders[0]]);
        second.OrderIds().ShouldBe(orders.Skip(1));
    }

    [Theory]
    [InlineData("/api/fulfilment/orders", "carol", 4)]
    [InlineData("/api/customers/{id}/orders", "carol", 2)]
    [InlineData("/api/orders", "quinn", 2)]
    public async Task There_is_a_next_page_only_when_there_is_something_on_it(string list, string reader, int count)
    {
        var quinn = _api.SignedInAs("quinn");
        await PlaceAsync(quinn, 2);
        var path = list.Replace("{id}", await quinn.CustomerIdAsync(), StringComparison.Ordinal);

        var all = await _api.SignedInAs(reader).GetJsonAsync($"{path}?limit={count}");
        var fewer = await _api.SignedInAs(reader).GetJsonAsync($"{path}?limit={count - 1}");
        var last = await _api.SignedInAs(reader).GetJsonAsync(fewer.Text("next"));

        all.OrderIds().Count.ShouldBe(count);
        all.TryGetProperty("next", out _).ShouldBeFalse();
        last.OrderIds().Count.ShouldBe(1);
        last.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("status=OPEN", "status")]
    [InlineData("after=xyzzy", "after")]
    [InlineData("sort=price", "sort")]
    public async Task Bad_input_is_named_by_its_field(string query, string field)
    {
        using var response = await _api.SignedInAs("carol").GetAnswerAsync("/api/fulfilment/orders?" + query);

        (await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request")).GetProperty("errors").Names().ShouldBe([field]);
    }

    private static async Task<IReadOnlyList<long>> PlaceAsync(HttpClient person, int count)
    {
        List<long> placed = [];
        for (var i = 0; i < count; i++)
        {
            placed.Add(OrderCalls.NumberOf(await person.PlaceAsync()));
        }

        return placed;
    }

    /// <summary>Reads page after page, and places an order between the first three.</summary>
    private static async Task<(IReadOnlyList<long> Seen, IReadOnlyList<long> During)> ReadToTheEndAsync(HttpClient reader, string first, HttpClient buyer)
    {
        List<long> seen = [];
        List<long> during = [];
        for (string? path = first; path is not null;)
        {
            var page = await reader.GetJsonAsync(path);
            seen.AddRange(page.OrderIds());
            path = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            if (during.Count < 3)
            {
                during.AddRange(await PlaceAsync(buyer, 1));
            }
        }

        return (seen, during);
    }
}
