using ErrorOr;
using Modular.Domain;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>What every request takes that moves an order on.</summary>
public interface IOrderChange
{
    /// <summary>The order's number.</summary>
    long Id { get; }

    /// <summary>The versions that the caller is willing to change (<c>If-Match</c>); null for any, and with none nothing is changed.</summary>
    IReadOnlyList<int>? ExpectedVersions { get; }
}

internal static class OrderChange
{
    /// <summary>Moves the order on, if it is what the caller saw and the step is a legal one.</summary>
    public static ErrorOr<Success> ApplyTo(this IOrderChange request, Order order, OrderStatus next, Actor by, DateTimeOffset now)
    {
        if (request.ExpectedVersions?.Contains(order.Version) == false)
        {
            return OrderErrors.Stale;
        }

        return order.TryBecome(next, by, now) ? Result.Success : OrderErrors.IllegalTransition(order.Status, next);
    }
}
