using ErrorOr;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>What every request takes that moves an order on.</summary>
public interface IOrderChange : IConditional
{
    /// <summary>The order's number.</summary>
    long Id { get; }
}

internal static class OrderChange
{
    /// <summary>Moves the order on, if it is what the caller saw and the step is a legal one.</summary>
    public static ErrorOr<Success> ApplyTo(this IOrderChange request, Order order, OrderStatus next, Actor by, DateTimeOffset now)
    {
        var expected = request.Condition.Check(EntityTag.Of(order.Version));
        if (expected.IsError)
        {
            return expected;
        }

        return order.TryBecome(next, by, now) ? Result.Success : OrderErrors.IllegalTransition(order.Status, next);
    }
}
