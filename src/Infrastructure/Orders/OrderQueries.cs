using Microsoft.EntityFrameworkCore;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// The reads that every visitor causes, compiled once. A compiled query belongs to one model, so this is a singleton of the
/// service provider that has the model, and nothing here is static.
/// </summary>
internal sealed class OrderQueries
{
    private readonly Func<ModularDb, CustomerId, OrderId, int, IAsyncEnumerable<OrderSummary>> _oldestFirst =
        EF.CompileAsyncQuery((ModularDb db, CustomerId owner, OrderId after, int limit) => db.Orders.AsNoTracking()
            .Where(o => o.CustomerId == owner && o.Id > after)
            .OrderBy(o => o.Id)
            .Take(limit)
            .Select(o => new OrderSummary(o.Id.Value, o.Status, o.Currency.Code, o.TotalMinor, o.PlacedAt)));

    private readonly Func<ModularDb, CustomerId, OrderId, int, IAsyncEnumerable<OrderSummary>> _newestFirst =
        EF.CompileAsyncQuery((ModularDb db, CustomerId owner, OrderId before, int limit) => db.Orders.AsNoTracking()
            .Where(o => o.CustomerId == owner && o.Id < before)
            .OrderByDescending(o => o.Id)
            .Take(limit)
            .Select(o => new OrderSummary(o.Id.Value, o.Status, o.Currency.Code, o.TotalMinor, o.PlacedAt)));

    private readonly Func<ModularDb, CustomerId, OrderStatus, OrderId, int, IAsyncEnumerable<OrderSummary>> _oldestFirstOf =
        EF.CompileAsyncQuery((ModularDb db, CustomerId owner, OrderStatus status, OrderId after, int limit) => db.Orders.AsNoTracking()
            .Where(o => o.CustomerId == owner && o.Status == status && o.Id > after)
            .OrderBy(o => o.Id)
            .Take(limit)
            .Select(o => new OrderSummary(o.Id.Value, o.Status, o.Currency.Code, o.TotalMinor, o.PlacedAt)));

    private readonly Func<ModularDb, CustomerId, OrderStatus, OrderId, int, IAsyncEnumerable<OrderSummary>> _newestFirstOf =
        EF.CompileAsyncQuery((ModularDb db, CustomerId owner, OrderStatus status, OrderId before, int limit) => db.Orders.AsNoTracking()
            .Where(o => o.CustomerId == owner && o.Status == status && o.Id < before)
            .OrderByDescending(o => o.Id)
            .Take(limit)
            .Select(o => new OrderSummary(o.Id.Value, o.Status, o.Currency.Code, o.TotalMinor, o.PlacedAt)));

    private readonly Func<ModularDb, OrderId, CancellationToken, Task<Order?>> _byId =
        EF.CompileAsyncQuery((ModularDb db, OrderId id, CancellationToken _) =>
            db.Orders.AsNoTracking().SingleOrDefault(o => o.Id == id));

    /// <summary>One more than the page's limit, to tell whether there is a next page.</summary>
    public IAsyncEnumerable<OrderSummary> Page(ModularDb db, CustomerId owner, OrderQuery query)
    {
        var limit = query.Limit + 1;
        return (query.Status, query.NewestFirst) switch
        {
            (null, false) => _oldestFirst(db, owner, query.After ?? default, limit),
            (null, true) => _newestFirst(db, owner, query.After ?? new OrderId(long.MaxValue), limit),
            ({ } status, false) => _oldestFirstOf(db, owner, status, query.After ?? default, limit),
            ({ } status, true) => _newestFirstOf(db, owner, status, query.After ?? new OrderId(long.MaxValue), limit),
        };
    }

    public Task<Order?> ById(ModularDb db, OrderId id, CancellationToken cancellationToken) => _byId(db, id, cancellationToken);
}
