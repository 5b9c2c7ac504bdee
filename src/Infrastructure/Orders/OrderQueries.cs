using Microsoft.EntityFrameworkCore;
using Modular.Domain.Orders;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// An order by its number, compiled once. A compiled query belongs to one model, so this is a singleton of the service provider that
/// has the model, and nothing here is static.
/// </summary>
internal sealed class OrderQueries
{
    private readonly Func<ModularDb, OrderId, CancellationToken, Task<Order?>> _byId =
        EF.CompileAsyncQuery((ModularDb db, OrderId id, CancellationToken _) =>
            db.Orders.AsNoTracking().SingleOrDefault(o => o.Id == id));

    public Task<Order?> ById(ModularDb db, OrderId id, CancellationToken cancellationToken) => _byId(db, id, cancellationToken);
}
