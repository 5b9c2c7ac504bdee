using System.Runtime.CompilerServices;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// Orders in a database, as EF reads and writes them. A database product overrides the members that most requests need, the pages of a
/// customer's orders and placing an order, with its own statements.
/// </summary>
internal abstract class OrderStore(Lazy<ModularDb> db, IWriter writer, OrderQueries queries, OutboxSignal bell, TimeProvider time) : IOrderStore
{
    private const int BatchSize = 200;

    private static readonly OrderStatus[] Open = [OrderStatus.Placed, OrderStatus.Paid, OrderStatus.Shipping];

    /// <inheritdoc/>
    /// <remarks>One range of an index, begun where the page begins, however many orders there are.</remarks>
    public abstract ValueTask<IReadOnlyList<OrderSummary>> ListAsync(CustomerId owner, OrderQuery query, CancellationToken cancellationToken);

    public async Task<IReadOnlyList<FulfilmentOrder>> ListToFulfilAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        if (query.Status is { } status)
        {
            return await QueueAsync(status, query, cancellationToken);
        }

        // One range of an index for each status: sorting all that is open would take longer the more there is.
        var open = new List<FulfilmentOrder>();
        foreach (var each in Open)
        {
            open.AddRange(await QueueAsync(each, query, cancellationToken));
        }

        // An order whose status changed between two of these reads is in both: the later read has its present status.
        open = [.. open.AsEnumerable().Reverse().DistinctBy(order => order.Id)];
        var inOrder = query.NewestFirst ? open.OrderByDescending(order => order.Id) : open.OrderBy(order => order.Id);
        return [.. inOrder.Take(query.Limit + 1)];
    }

    public async IAsyncEnumerable<OrderDetails> AllAsync(CustomerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A batch at a time, so that no read is open while a slow caller takes the answer.
        var after = default(OrderId);
        List<Order> batch;
        do
        {
            var behind = after;
            batch = await db.Value.Orders.AsNoTracking().Where(o => o.CustomerId == owner && o.Id > behind)
                .OrderBy(o => o.Id).Take(BatchSize).ToListAsync(cancellationToken);
            foreach (var order in batch)
            {
                after = order.Id;
                yield return OrderDetails.Of(order);
            }
        }
        while (batch.Count == BatchSize);
    }

    public async Task<OrderDetails?> FindAsync(OrderId id, Owner owner, CancellationToken cancellationToken) =>
        await queries.ById(db.Value, id, cancellationToken) is { } order && owner.Owns(order.CustomerId) ? OrderDetails.Of(order) : null;

    public async Task<ErrorOr<OrderDetails>> AddAsync(
        CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var placing = await PlaceAsync(owner, place, key, cancellationToken);
        if (placing.IsError)
        {
            return placing.Errors;
        }

        if (placing.Value.New is not { } placed)
        {
            return await FirstAnswerAsync(placing.Value.Id, cancellationToken);
        }

        bell.Ring();
        return placed;
    }

    public async Task<ErrorOr<OrderDetails>?> FindPlacedAsync(CustomerId owner, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var used = await FindKeyAsync(owner, key.Value, cancellationToken);
        if (AnswerOf(used, key) is not { } earlier)
        {
            return null;
        }

        return earlier.IsError ? earlier.Errors : await FirstAnswerAsync(earlier.Value, cancellationToken);
    }

    public async Task<ErrorOr<OrderDetails>> ChangeAsync(
        OrderId id,
        Owner owner,
        Func<Order, ErrorOr<Success>> change,
        Func<Order, AuditEntry>? record,
        CancellationToken cancellationToken)
    {
        var changed = await writer.WriteAsync(id, ApplyAsync, cancellationToken);
        bell.Ring();
        return changed;

        async Task<ErrorOr<OrderDetails>> ApplyAsync(ModularDb write, CancellationToken cancelled)
        {
            await write.LockOrderAsync(id, cancelled);
            if (await write.Orders.SingleOrDefaultAsync(o => o.Id == id, cancelled) is not { } order || !owner.Owns(order.CustomerId))
            {
                return OrderErrors.NotFound;
            }

            var applied = change(order);
            if (applied.IsError)
            {
                return applied.Errors;
            }

            write.Add(OutboxEntry.Of(order));
            if (record is not null)
            {
                write.AuditEntries.Add(record(order));
            }

            await write.SaveChangesAsync(cancelled);
            return OrderDetails.Of(order);
        }
    }

    /// <summary>Stores an order, its outbox entry and its key in one transaction; see <see cref="AddAsync"/>.</summary>
    protected abstract Task<ErrorOr<Placing>> PlaceAsync(
        CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>The record of a key, if it was used.</summary>
    protected abstract ValueTask<IdempotencyRecord?> FindKeyAsync(CustomerId owner, string key, CancellationToken cancellationToken);

    /// <summary>The answer to a request with a known key; null if the order is to be placed.</summary>
    protected ErrorOr<OrderId>? AnswerOf(IdempotencyRecord? used, IdempotencyKey key) => used?.Answer(key, time.GetUtcNow());

    private Task<List<FulfilmentOrder>> QueueAsync(OrderStatus status, OrderQuery query, CancellationToken cancellationToken)
    {
        var orders = db.Value.Orders.AsNoTracking().Where(o => o.Status == status);
        if (query.After is { } after)
        {
            orders = query.NewestFirst ? orders.Where(o => o.Id < after) : orders.Where(o => o.Id > after);
        }

        orders = query.NewestFirst ? orders.OrderByDescending(o => o.Id) : orders.OrderBy(o => o.Id);
        return orders.Take(query.Limit + 1)
            .Select(o => new FulfilmentOrder(o.Id.Value, o.CustomerId.Value, o.Status, o.Currency.Code, o.TotalMinor, o.PlacedAt))
            .ToListAsync(cancellationToken);
    }

    // Orders are never deleted: one that a key was used for is there.
    private async Task<OrderDetails> FirstAnswerAsync(OrderId id, CancellationToken cancellationToken) =>
        OrderDetails.Of((await queries.ById(db.Value, id, cancellationToken))!).AsPlaced();
}
