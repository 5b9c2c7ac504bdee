using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

internal sealed class OrderStore(ModularDb db, OrderQueries queries) : IOrderStore
{
    public async Task<IReadOnlyList<OrderSummary>> ListAsync(
        CustomerId owner, OrderQuery query, CancellationToken cancellationToken)
    {
        var orders = new List<OrderSummary>(query.Limit + 1);
        await foreach (var order in queries.Page(db, owner, query).WithCancellation(cancellationToken))
        {
            orders.Add(order);
        }

        return orders;
    }

    public async Task<OrderDetails?> FindAsync(OrderId id, Owner owner, CancellationToken cancellationToken) =>
        await queries.ById(db, id, cancellationToken) is { } order && owner.Owns(order.CustomerId) ? OrderDetails.Of(order) : null;

    public async Task<OrderDetails> AddAsync(Order order, CancellationToken cancellationToken)
    {
        db.Orders.Add(order);
        await db.SaveChangesAsync(cancellationToken);
        return OrderDetails.Of(order);
    }

    public async Task<ErrorOr<OrderDetails>> ChangeAsync(
        OrderId id, Owner owner, Func<Order, ErrorOr<Success>> change, CancellationToken cancellationToken)
    {
        // The transaction takes the writer's place at once, so that nobody else changes the order between reading and writing.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Orders.SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } order || !owner.Owns(order.CustomerId))
        {
            return OrderErrors.NotFound;
        }

        var changed = change(order);
        if (changed.IsError)
        {
            return changed.Errors;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return OrderDetails.Of(order);
    }
}
