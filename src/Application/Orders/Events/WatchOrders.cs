using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Orders.Events;

/// <summary>Tells me of each change of my orders as it happens.</summary>
/// <param name="After">The last event that I know (<c>Last-Event-ID</c>), untrusted; null to begin now.</param>
public sealed record WatchOrders(long? After) : IUseCase<OrderWatch>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.OrdersRead);
}

internal sealed class WatchOrdersHandler(
    IOrderEvents events, OrderWatches watches, INodeSignals signals, IServiceScopeFactory scopes, CurrentCaller me, TimeProvider time)
    : IHandler<WatchOrders, OrderWatch>
{
    public async Task<ErrorOr<OrderWatch>> Handle(WatchOrders request, CancellationToken cancellationToken)
    {
        var watch = new OrderWatch(events, scopes, me, time, watches);
        try
        {
            watch.Enter();

            // From here on nothing is missed: an event behind the range is signalled.
            watch.Listen(signals);
            var range = await events.RangeAsync(cancellationToken);
            watch.Begin(request.After, range);
            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }
}
