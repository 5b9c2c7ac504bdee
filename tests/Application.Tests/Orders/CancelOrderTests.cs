using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Application.Tests.Orders;

public sealed class CancelOrderTests : IAsyncDisposable
{
    private static readonly Caller Alice = Callers.Person(Permissions.OrdersWrite);

    private readonly World _world = new();
    private readonly CustomerId _alice;

    public CancelOrderTests() => _alice = _world.Stored.AddCustomer("alice");

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task I_cancel_my_order_and_the_history_says_that_it_was_me()
    {
        var order = _world.Stored.AddOrder(_alice, OrderStatus.Paid);
        _world.Time.Advance(TimeSpan.FromHours(2));

        var answer = (await _world.SendAsync(Alice, new CancelOrder(order))).Value;
        answer.Status.ShouldBe(OrderStatus.Cancelled);
        answer.History[^1].ShouldBe(new OrderDetails.Step(Callers.Noon.AddHours(2), $"customer:{_alice}", OrderStatus.Cancelled));
    }

    [Fact]
    public async Task An_order_on_its_way_is_a_conflict_and_stays_as_it_is()
    {
        var order = _world.Stored.AddOrder(_alice, OrderStatus.Paid, OrderStatus.Shipping);
        var answer = await _world.SendAsync(Alice, new CancelOrder(order));

        answer.FirstError.Type.ShouldBe(ErrorType.Conflict);
        answer.FirstError.Code.ShouldBe("order-status");
        answer.FirstError.Description.ShouldBe("The order is SHIPPING and cannot become CANCELLED.");
        _world.Stored.OrderOf(order).Version.ShouldBe(3);
    }

    [Fact]
    public async Task An_order_is_cancelled_once()
    {
        var order = _world.Stored.AddOrder(_alice);
        (await _world.SendAsync(Alice, new CancelOrder(order))).IsError.ShouldBeFalse();
        (await _world.SendAsync(Alice, new CancelOrder(order))).FirstError.Type.ShouldBe(ErrorType.Conflict);
    }

    [Fact]
    public async Task An_order_of_another_customer_is_not_found_even_where_the_step_would_be_a_conflict()
    {
        var order = _world.Stored.AddOrder(_alice, OrderStatus.Paid, OrderStatus.Shipping);
        var bob = Callers.Person(PermissionNames.All, "bob");

        (await _world.SendAsync(bob, new CancelOrder(order))).FirstError.ShouldBe(OrderErrors.NotFound);
        (await _world.SendAsync(bob, new CancelOrder(999))).FirstError.ShouldBe(OrderErrors.NotFound);
    }

    [Fact]
    public async Task Staff_does_not_cancel_for_others()
    {
        var order = _world.Stored.AddOrder(_alice);
        (await _world.SendAsync(Callers.Staff(PermissionNames.All), new CancelOrder(order))).FirstError.ShouldBe(OrderErrors.NotFound);
        _world.Stored.OrderOf(order).Status.ShouldBe(OrderStatus.Placed);
    }
}
