using ErrorOr;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;

namespace Modular.Application.Tests.Orders;

internal sealed class OrdersInMemory(List<string> journal) : IOrderStore
{
    private readonly SortedDictionary<long, Order> _orders = [];

    /// <summary>What the last list was asked for.</summary>
    public OrderQuery? Asked { get; private set; }

    /// <summary>The key of the last order that was added.</summary>
    public IdempotencyKey? Key { get; private set; }

    /// <summary>What was put on record.</summary>
    public List<AuditEntry> Trail { get; } = [];

    public int Count => _orders.Count;

    /// <summary>Places an order of <paramref name="owner"/> that went through <paramref name="steps"/>, and tells its number.</summary>
    public long Place(CustomerId owner, params OrderStatus[] steps)
    {
        var order = Order.Place(owner, new Currency("EUR"), [new OrderLine(new Sku("POT"), "Pot", 1, 5400)], Callers.Noon);
        foreach (var step in steps)
        {
            order.TryBecome(step, Actor.Client("fulfilment-client"), Callers.Noon).ShouldBeTrue();
        }

        _orders.Add(_orders.Count + 1, order);
        return _orders.Count;
    }

    public Order Read(long id) => _orders[id];

    public ValueTask<IReadOnlyList<OrderSummary>> ListAsync(CustomerId owner, OrderQuery query, CancellationToken cancellationToken)
    {
        journal.Add("list orders");
        Asked = query;
        var mine = _orders.Where(entry => entry.Value.CustomerId == owner);
        var inOrder = query.NewestFirst ? mine.Reverse() : mine;
        return ValueTask.FromResult<IReadOnlyList<OrderSummary>>(
        [
            .. inOrder
                .Where(entry => query.Status is null || entry.Value.Status == query.Status)
                .Where(entry => query.After is not { } after || (query.NewestFirst ? entry.Key < after.Value : entry.Key > after.Value))
                .Take(query.Limit + 1)
                .Select(entry => new OrderSummary(
                    entry.Key, entry.Value.Status, entry.Value.Currency.Code, entry.Value.TotalMinor, entry.Value.PlacedAt)),
        ]);
    }

    public Task<OrderDetails?> FindAsync(OrderId id, Owner owner, CancellationToken cancellationToken)
    {
        journal.Add("find order");
        return Task.FromResult(
            _orders.TryGetValue(id.Value, out var order) && owner.Owns(order.CustomerId) ? OrderDetails.Of(order) with { Id = id.Value } : null);
    }

    public Task<IReadOnlyList<FulfilmentOrder>> ListToFulfilAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        journal.Add("list to fulfil");
        Asked = query;
        return Task.FromResult<IReadOnlyList<FulfilmentOrder>>(
        [
            .. _orders.Take(query.Limit + 1).Select(entry => new FulfilmentOrder(
                entry.Key, entry.Value.CustomerId.Value, entry.Value.Status, entry.Value.Currency.Code, entry.Value.TotalMinor, entry.Value.PlacedAt)),
        ]);
    }

    public IAsyncEnumerable<OrderDetails> AllAsync(CustomerId owner, CancellationToken cancellationToken)
    {
        journal.Add("collect orders");
        return _orders.Where(entry => entry.Value.CustomerId == owner)
            .Select(entry => OrderDetails.Of(entry.Value) with { Id = entry.Key }).ToAsyncEnumerable();
    }

    public Task<ErrorOr<OrderDetails>> AddAsync(
        CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        journal.Add("add order");
        Key = key;
        var order = place(owner);
        _orders.Add(_orders.Count + 1, order);
        return Task.FromResult<ErrorOr<OrderDetails>>(OrderDetails.Of(order) with { Id = _orders.Count });
    }

    public Task<ErrorOr<OrderDetails>?> FindPlacedAsync(CustomerId owner, IdempotencyKey key, CancellationToken cancellationToken) =>
        Task.FromResult<ErrorOr<OrderDetails>?>(null);

    public Task<ErrorOr<OrderDetails>> ChangeAsync(
        OrderId id,
        Owner owner,
        Func<Order, ErrorOr<Success>> change,
        Func<Order, AuditEntry>? record,
        CancellationToken cancellationToken)
    {
        journal.Add("change order");
        if (!_orders.TryGetValue(id.Value, out var order) || !owner.Owns(order.CustomerId))
        {
            return Task.FromResult<ErrorOr<OrderDetails>>(OrderErrors.NotFound);
        }

        var changed = change(order);
        if (!changed.IsError && record is not null)
        {
            Trail.Add(record(order));
        }

        return Task.FromResult<ErrorOr<OrderDetails>>(changed.IsError ? changed.Errors : OrderDetails.Of(order) with { Id = id.Value });
    }
}
