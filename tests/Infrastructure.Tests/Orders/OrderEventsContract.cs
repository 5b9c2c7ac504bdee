using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Cluster;
using Modular.Application.Customers;
using Modular.Application.Orders;
using Modular.Application.Orders.Events;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;
using Modular.Infrastructure.Orders;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Orders;

/// <summary>The events of orders are published in one sequence, once each, even if a process or a database ends in between.</summary>
public abstract class OrderEventsContract(Store store) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly CustomerId _owner = CustomerId.New(Now);

    public async ValueTask InitializeAsync() => await store.AddCustomerAsync(_owner);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_stored_waits_in_the_outbox_until_it_is_relayed_and_is_told_once()
    {
        var first = await PlaceAsync(_owner);
        await PayAsync(first);
        (await ReadAsync(_owner, 0)).ShouldBeEmpty();

        await RelayAsync();
        await RelayAsync();

        var events = await ReadAsync(_owner, 0);
        events.Select(happened => (happened.OrderId.Value, happened.Status)).ShouldBe([(first, OrderStatus.Placed), (first, OrderStatus.Paid)]);
        events.Select(happened => happened.Position).ShouldBeInOrder();
        (await ReadAsync(_owner, events[0].Position)).ShouldBe([events[1]]);
        (await ReadAsync(_owner, events[1].Position)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customer_gets_the_events_of_their_own_orders_alone()
    {
        var stranger = await store.AddCustomerAsync(CustomerId.New(Now));
        await PlaceAsync(stranger);
        await RelayAsync();

        (await ReadAsync(_owner, 0)).ShouldBeEmpty();
        (await ReadAsync(stranger, 0)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_node_is_told_whose_orders_changed()
    {
        var told = new List<CustomerId>();
        using var subscription = await store.WithAsync<INodeSignals, IDisposable>((signals, _) => Task.FromResult(
            signals.Subscribe(signal =>
            {
                if (signal is NodeSignal.OrdersChanged changed)
                {
                    told.Add(changed.CustomerId);
                }
            })));

        await PlaceAsync(_owner);
        await PlaceAsync(_owner);
        await RelayAsync();

        told.Where(customer => customer == _owner).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_change_that_is_refused_is_not_told()
    {
        var order = await PlaceAsync(_owner);
        await store.WithAsync<IOrderStore, bool>(async (orders, cancellationToken) =>
            (await orders.ChangeAsync(new OrderId(order), Owner.Anybody, _ => OrderErrors.NotFound, record: null, cancellationToken)).IsError);
        await RelayAsync();

        (await ReadAsync(_owner, 0)).ShouldHaveSingleItem().Status.ShouldBe(OrderStatus.Placed);
    }

    [Fact]
    public async Task Of_two_relays_at_once_each_event_is_moved_by_one()
    {
        for (var i = 0; i < 10; i++)
        {
            await PlaceAsync(_owner);
        }

        await Task.WhenAll(RelayAsync(), RelayAsync(), RelayAsync());

        (await ReadAsync(_owner, 0)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task An_order_on_its_way_while_its_customer_became_part_of_another_is_told_to_that_other()
    {
        var id = await AddAsync("ann");
        var unused = await AddAsync("ann-next");
        await store.WithAsync<ICustomerStore, LinkOutcome>((customers, cancellationToken) => customers.LinkAsync(
            new LinkTarget.ById(id), "https://issuer.example", "ann-next", _ => Result.Success, new AuditStamp(Actor.Command("test"), "test", Now), dryRun: false, cancellationToken));

        await PlaceAsync(unused);
        await RelayAsync();

        (await ReadAsync(id, 0)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_range_tells_what_is_gone()
    {
        await PlaceAsync(_owner);
        await PlaceAsync(_owner);
        await RelayAsync();
        var events = await ReadAsync(_owner, 0);
        await store.WriteAsync((db, cancellationToken) =>
            db.Set<StoredOrderEvent>().Where(stored => stored.Position <= events[0].Position).ExecuteDeleteAsync(cancellationToken));

        var range = await store.WithAsync<IOrderEvents, OrderEventRange>((all, cancellationToken) => all.RangeAsync(cancellationToken));

        range.Gone.ShouldBe(events[0].Position);
        range.Continues(events[0].Position).ShouldBeTrue();
        range.Continues(events[0].Position - 1).ShouldBeFalse();
        range.Continues(range.Last).ShouldBeTrue();
        range.Continues(range.Last + 1).ShouldBeFalse();
    }

    private Task<CustomerId> AddAsync(string subject) => store.WithAsync<ICustomerStore, CustomerId>(async (customers, cancellationToken) =>
        (await customers.AddAtFirstSightAsync(
            Customer.FirstSeen(CustomerId.New(Now), "https://issuer.example", subject, Now), cancellationToken)).Id);

    private Task<long> PlaceAsync(CustomerId owner) => store.WithAsync<IOrderStore, long>(async (orders, cancellationToken) => (await orders.AddAsync(
        owner, customer => Order.Place(customer, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 1, 350)], Now), key: null, cancellationToken)).Value.Id);

    private Task<bool> PayAsync(long order) => store.WithAsync<IOrderStore, bool>(async (orders, cancellationToken) => (await orders.ChangeAsync(
        new OrderId(order),
        Owner.Anybody,
        found => found.TryBecome(OrderStatus.Paid, Actor.Client("till"), Now) ? ErrorOr.Result.Success : OrderErrors.NotFound,
        record: null,
        cancellationToken)).IsError);

    private Task<IReadOnlyList<OrderEvent>> ReadAsync(CustomerId owner, long after) => store.WithAsync<IOrderEvents, IReadOnlyList<OrderEvent>>(
        (events, cancellationToken) => events.ReadAsync(owner, after, 100, cancellationToken));

    private Task<bool> RelayAsync() => store.WithAsync<OutboxRelay, bool>(async (relay, cancellationToken) =>
    {
        await relay.RelayAsync(cancellationToken);
        return true;
    });
}
