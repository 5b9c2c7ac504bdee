using ErrorOr;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>The parameters of every request that changes the status of an order.</summary>
public interface IOrderChange : IConditional
{
    /// <summary>The order's number.</summary>
    long Id { get; }
}

internal static class OrderChange
{
    /// <summary>Changes the status of the order, if the precondition holds and the step is legal.</summary>
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
