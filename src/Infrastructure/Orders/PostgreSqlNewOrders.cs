using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

internal sealed class PostgreSqlNewOrders(Lazy<ModularDb> db, IWriter writer, TimeProvider time) : INewOrders
{
    public Task<ErrorOr<Placing>> AddAsync(
        CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        return writer.WriteAsync(owner, PlaceAsync, cancellationToken);

        async Task<ErrorOr<Placing>> PlaceAsync(ModularDb write, CancellationToken cancelled)
        {
            // One at a time for one customer: nobody who has read a page behind a number finds a lower one later.
            var customer = await write.LockActingAsync(owner, cancelled);
            if (customer.IsError)
            {
                return customer.Errors;
            }

            if (key is not null && await FindAsync(write, customer.Value, key.Value, cancelled) is { } used)
            {
                if (used.Answer(key, time.GetUtcNow()) is { } earlier)
                {
                    return earlier.IsError ? earlier.Errors : new Placing(earlier.Value, New: null);
                }

                write.Remove(used);
            }

            var order = place(customer.Value);
            write.Orders.Add(order);
            await write.SaveChangesAsync(cancelled);
            write.Add(OutboxEntry.Of(order));
            if (key is not null)
            {
                write.Add(new UsedKey(order.CustomerId, key.Value, key.Fingerprint, order.Id, order.PlacedAt));
            }

            await write.SaveChangesAsync(cancelled);
            return new Placing(order.Id, OrderDetails.Of(order));
        }
    }

    public async ValueTask<UsedKey?> FindKeyAsync(CustomerId owner, string key, CancellationToken cancellationToken) =>
        await FindAsync(db.Value, owner, key, cancellationToken);

    private static Task<UsedKey?> FindAsync(ModularDb from, CustomerId owner, string key, CancellationToken cancellationToken) =>
        from.Set<UsedKey>().AsNoTracking().SingleOrDefaultAsync(used => used.CustomerId == owner && used.Key == key, cancellationToken);
}
