using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Application.Tests.Orders;

public sealed class ListOrdersTests : IAsyncDisposable
{
    private static readonly Caller Alice = Callers.Person(Permissions.OrdersRead);
    private static readonly ListOrders Everything = new(null, null, null, null);

    private readonly World _world = new();
    private readonly CustomerId _alice;

    public ListOrdersTests() => _alice = _world.Stored.AddCustomer("alice");

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task I_see_my_orders_oldest_first_and_nobody_elses()
    {
        _world.Stored.AddOrder(_alice);
        _world.Stored.AddOrder(_world.Stored.AddCustomer("bob"));
        _world.Stored.AddOrder(_alice, OrderStatus.Paid);

        var page = (await _world.SendAsync(Alice, Everything)).Value;
        page.Orders.Select(order => order.Id).ShouldBe([1, 3]);
        page.Next.ShouldBeNull();
    }

    [Fact]
    public async Task The_pages_together_are_all_orders_once()
    {
        for (var i = 0; i < 7; i++)
        {
            _world.Stored.AddOrder(_alice);
        }

        foreach (var sort in new[] { "id", "-id" })
        {
            List<long> seen = [];
            string? after = null;
            do
            {
                var page = (await _world.SendAsync(Alice, new ListOrders(null, 3, after, sort))).Value;
                seen.AddRange(page.Orders.Select(order => order.Id));
                after = page.Next;
            }
            while (after is not null);

            seen.ShouldBe(sort == "id" ? [1, 2, 3, 4, 5, 6, 7] : [7, 6, 5, 4, 3, 2, 1]);
        }
    }

    [Fact]
    public async Task A_page_that_is_just_full_is_the_last_one()
    {
        for (var i = 0; i < 3; i++)
        {
            _world.Stored.AddOrder(_alice);
        }

        (await _world.SendAsync(Alice, new ListOrders(null, 3, null, null))).Value.Next.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_not_said_is_20_orders_of_any_status_oldest_first()
    {
        await _world.SendAsync(Alice, Everything);
        _world.Calls.Last<OrderQuery>().ShouldBe(new OrderQuery(null, null, 20, NewestFirst: false));
    }

    [Theory]
    [InlineData("PLACED", OrderStatus.Placed)]
    [InlineData("PAID", OrderStatus.Paid)]
    [InlineData("SHIPPING", OrderStatus.Shipping)]
    [InlineData("DELIVERED", OrderStatus.Delivered)]
    [InlineData("CANCELLED", OrderStatus.Cancelled)]
    public async Task A_status_is_asked_for_by_its_name(string name, OrderStatus status)
    {
        await _world.SendAsync(Alice, Everything with { Status = name });
        _world.Calls.Last<OrderQuery>().Status.ShouldBe(status);
        status.Name().ShouldBe(name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_page_has_1_to_100_orders(int limit)
    {
        (await _world.SendAsync(Alice, Everything with { Limit = limit })).IsError.ShouldBeFalse();
        _world.Calls.Last<OrderQuery>().Limit.ShouldBe(limit);
    }

    [Theory]
    [InlineData("placed", null, null, null, "status")]
    [InlineData("", null, null, null, "status")]
    [InlineData("1", null, null, null, "status")]
    [InlineData("PLACED,PAID", null, null, null, "status")]
    [InlineData(null, 0, null, null, "limit")]
    [InlineData(null, 101, null, null, "limit")]
    [InlineData(null, int.MinValue, null, null, "limit")]
    [InlineData(null, null, "", null, "after")]
    [InlineData(null, null, "1", null, "after")]
    [InlineData(null, null, "AAAAAAAAAAA", null, "after")]
    [InlineData(null, null, null, "", "sort")]
    [InlineData(null, null, null, "ID", "sort")]
    [InlineData(null, null, null, "total", "sort")]
    public async Task A_list_is_refused_by_the_name_of_the_field(string? status, int? limit, string? after, string? sort, string field)
    {
        Fields((await _world.SendAsync(Alice, new ListOrders(status, limit, after, sort))).Errors).ShouldBe([field]);

        // Staff lists a customer's orders by the same rules.
        var carol = Callers.Staff(Permissions.OrdersReadAny);
        Fields((await _world.SendAsync(carol, new ListCustomerOrders(_alice.Value, status, limit, after, sort))).Errors).ShouldBe([field]);
    }

    [Fact]
    public async Task A_refusal_names_every_field_and_repeats_nothing_that_was_sent()
    {
        var errors = (await _world.SendAsync(Alice, new ListOrders("SENT-STATUS", 987654, "SENT-AFTER", "SENT-SORT"))).Errors;
        Fields(errors).ShouldBe(["status", "limit", "after", "sort"]);
        errors.ShouldAllBe(error => !error.Description.Contains("SENT") && !error.Description.Contains("987654"));
    }

    [Fact]
    public async Task Staff_lists_the_orders_of_the_customer_they_name()
    {
        var bob = _world.Stored.AddCustomer("bob");
        _world.Stored.AddOrder(_alice);
        _world.Stored.AddOrder(bob);
        var carol = Callers.Staff(Permissions.OrdersReadAny);

        (await _world.SendAsync(carol, new ListCustomerOrders(bob.Value, null, null, null, null))).Value.Orders.Select(order => order.Id).ShouldBe([2]);
        (await _world.SendAsync(carol, new ListCustomerOrders(Guid.Empty, null, null, null, null))).Value.Orders.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customer_does_not_list_anothers_orders_with_any_scope()
    {
        var answer = await _world.SendAsync(Callers.Person(PermissionNames.All), new ListCustomerOrders(_alice.Value, null, null, null, null));
        answer.FirstError.Code.ShouldBe("not-permitted");
    }

    private static IEnumerable<string> Fields(IEnumerable<ErrorOr.Error> errors) => errors.Select(error => error.Code);
}
