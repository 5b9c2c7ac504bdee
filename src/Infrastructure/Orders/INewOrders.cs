using ErrorOr;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Orders;

/// <summary>The write that customers wait for most, made for each database as it makes it quickest.</summary>
internal interface INewOrders
{
    /// <summary>Stores an order, its outbox entry and its key in one transaction; see <see cref="IOrderStore.AddAsync"/>.</summary>
    Task<ErrorOr<Placing>> AddAsync(CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>What a key was used for, if it was.</summary>
    ValueTask<UsedKey?> FindKeyAsync(CustomerId owner, string key, CancellationToken cancellationToken);
}

/// <summary>What came of placing an order.</summary>
/// <param name="Id">The order's number.</param>
/// <param name="New">The order; null when the same request placed it before.</param>
internal readonly record struct Placing(OrderId Id, OrderDetails? New);
