using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Orders;

/// <summary>Every order of mine with all that belongs to it, oldest first, for other modules: read as it is enumerated.</summary>
public sealed record CollectOrders : IUseCase<IAsyncEnumerable<OrderDetails>>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.OrdersRead);
}

internal sealed class CollectOrdersHandler(IOrderStore orders, CurrentCaller me)
    : IHandler<CollectOrders, IAsyncEnumerable<OrderDetails>>
{
    public Task<ErrorOr<IAsyncEnumerable<OrderDetails>>> Handle(CollectOrders request, CancellationToken cancellationToken) =>
        Task.FromResult(ErrorOrFactory.From(orders.AllAsync(me.CustomerId, cancellationToken)));
}
