using ErrorOr;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>Where orders are kept. A stranger's order is as none.</summary>
public interface IOrderStore
{
    /// <summary>A customer's orders, in the page's order.</summary>
    /// <returns>At most <see cref="OrderQuery.Limit"/> + 1 orders: one more than the page tells that there is a next one.</returns>
    Task<IReadOnlyList<OrderSummary>> ListAsync(CustomerId owner, OrderQuery query, CancellationToken cancellationToken);

    /// <summary>One order, or null when there is none that <paramref name="owner"/> owns.</summary>
    Task<OrderDetails?> FindAsync(OrderId id, Owner owner, CancellationToken cancellationToken);

    /// <summary>Stores a new order and gives it its number.</summary>
    Task<OrderDetails> AddAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Changes one order in a transaction of its own; an error of <paramref name="change"/> changes nothing.</summary>
    /// <returns>The order as changed; <see cref="OrderErrors.NotFound"/>; or the errors of <paramref name="change"/>.</returns>
    Task<ErrorOr<OrderDetails>> ChangeAsync(
        OrderId id, Owner owner, Func<Order, ErrorOr<Success>> change, CancellationToken cancellationToken);
}

/// <summary>Which part of a customer's orders.</summary>
/// <param name="Status">Only this status; null for all.</param>
/// <param name="After">Behind this order, in the page's order; null for the first page.</param>
/// <param name="Limit">How many, 1 to 100.</param>
/// <param name="NewestFirst">By descending number; oldest first otherwise.</param>
public sealed record OrderQuery(OrderStatus? Status, OrderId? After, int Limit, bool NewestFirst);
