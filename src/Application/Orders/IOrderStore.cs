using ErrorOr;
using Modular.Application.Orders.Events;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>
/// The store of orders. An order of another customer is treated as not found. Each change leaves an event in the same transaction:
/// see <see cref="IOrderEvents"/>.
/// </summary>
public interface IOrderStore
{
    /// <summary>A customer's orders, in the page's order.</summary>
    /// <returns>At most <see cref="OrderQuery.Limit"/> + 1 orders: one more than the page tells that there is a next one.</returns>
    ValueTask<IReadOnlyList<OrderSummary>> ListAsync(CustomerId owner, OrderQuery query, CancellationToken cancellationToken);

    /// <summary>The orders of all customers, in the page's order; without a status those that are still to be fulfilled.</summary>
    /// <returns>As for <see cref="ListAsync"/>.</returns>
    Task<IReadOnlyList<FulfilmentOrder>> ListToFulfilAsync(OrderQuery query, CancellationToken cancellationToken);

    /// <summary>All of a customer's orders, oldest first, a bounded number in memory at a time.</summary>
    IAsyncEnumerable<OrderDetails> AllAsync(CustomerId owner, CancellationToken cancellationToken);

    /// <summary>One order, or null when there is none that <paramref name="owner"/> owns.</summary>
    Task<OrderDetails?> FindAsync(OrderId id, Owner owner, CancellationToken cancellationToken);

    /// <summary>Stores a new order and gives it its number; or, for a key that was used before, stores nothing.</summary>
    /// <param name="owner">The customer who orders; after a merge in the meantime, the customer that it was merged into orders.</param>
    /// <param name="place">Makes their order; may be called again when the database asks for another try.</param>
    /// <param name="key">The caller's name for this request, if it has one. Of several at once with the same name, one places.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>
    /// The order as placed: the first one again for the same key and request; <see cref="OrderErrors.KeyReused"/> for the same key and
    /// another request. <see cref="Refusals.SignedOut"/> or <see cref="Refusals.CustomerSuspended"/> when the customer closed the account
    /// or was suspended in the meantime.
    /// </returns>
    Task<ErrorOr<OrderDetails>> AddAsync(
        CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Finds the order that was placed with a key.</summary>
    /// <returns>As for <see cref="AddAsync"/>; null for a new key.</returns>
    Task<ErrorOr<OrderDetails>?> FindPlacedAsync(CustomerId owner, IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Changes one order in a transaction of its own; an error of <paramref name="change"/> changes nothing. Several at once wait for one
    /// another, so that each sees the changes of the one before it.
    /// </summary>
    /// <param name="id">The order.</param>
    /// <param name="owner">The customer that it must belong to, or any.</param>
    /// <param name="change">Changes it; may be called again when the database asks for another try.</param>
    /// <param name="record">Makes the entry of the audit trail, which is appended in the same transaction; null for no entry.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The order as changed; <see cref="OrderErrors.NotFound"/>; or the errors of <paramref name="change"/>.</returns>
    Task<ErrorOr<OrderDetails>> ChangeAsync(
        OrderId id,
        Owner owner,
        Func<Order, ErrorOr<Success>> change,
        Func<Order, AuditEntry>? record,
        CancellationToken cancellationToken);
}

/// <summary>The part of the orders to list.</summary>
/// <param name="Status">Only this status; null for all.</param>
/// <param name="After">Behind this order, in the page's order; null for the first page.</param>
/// <param name="Limit">How many, 1 to 100.</param>
/// <param name="NewestFirst">By descending number; oldest first otherwise.</param>
public sealed record OrderQuery(OrderStatus? Status, OrderId? After, int Limit, bool NewestFirst);
