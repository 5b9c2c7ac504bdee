using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Domain.Orders;

namespace Modular.Application.Tests.Orders;

public sealed class GetOrderTests : IAsyncDisposable
{
    private readonly World _world = new();
    private readonly long _order;

    public GetOrderTests() => _order = _world.Stored.AddOrder(_world.Stored.AddCustomer("alice"), OrderStatus.Paid);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task I_see_my_order_with_all_that_belongs_to_it()
    {
        var order = (await _world.SendAsync(Callers.Person(Permissions.OrdersRead), new GetOrder(_order))).Value;
        (order.Id, order.Status, order.Currency, order.TotalMinor, order.PlacedAt)
            .ShouldBe((_order, OrderStatus.Paid, "EUR", 5400, Callers.Noon));
        order.Lines.ShouldBe([new OrderDetails.Line("POT", "Pot", 1, 5400)]);
        order.History.ShouldBe(
        [
            new OrderDetails.Step(Callers.Noon, $"customer:{_world.Stored.IdOf("alice")}", OrderStatus.Placed),
            new OrderDetails.Step(Callers.Noon, "client:fulfilment-client", OrderStatus.Paid),
        ]);
    }

    [Fact]
    public async Task An_order_of_another_customer_is_not_found()
    {
        var bob = Callers.Person(PermissionNames.All, "bob");
        var strangers = await _world.SendAsync(bob, new GetOrder(_order));
        var none = await _world.SendAsync(bob, new GetOrder(999));

        strangers.FirstError.ShouldBe(OrderErrors.NotFound);
        none.FirstError.ShouldBe(strangers.FirstError);
    }

    [Fact]
    public async Task Staff_and_machines_see_anybodys_order()
    {
        (await _world.SendAsync(Callers.Staff(Permissions.OrdersReadAny), new GetOrder(_order))).IsError.ShouldBeFalse();
        (await _world.SendAsync(Callers.Machine(Permissions.OrdersReadAny), new GetOrder(_order))).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Staff_without_that_scope_sees_their_own_alone() =>
        (await _world.SendAsync(Callers.Staff(Permissions.OrdersRead), new GetOrder(_order))).FirstError.ShouldBe(OrderErrors.NotFound);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task A_number_that_no_order_has_is_not_found(long id) =>
        (await _world.SendAsync(Callers.Person(Permissions.OrdersRead), new GetOrder(id))).FirstError.ShouldBe(OrderErrors.NotFound);
}
