using ErrorOr;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>What can go wrong with orders. The codes are stable: they are the problem types of the HTTP answers.</summary>
public static class OrderErrors
{
    /// <summary>There is no such order, or it is a stranger's: nobody can tell which.</summary>
    public static Error NotFound { get; } = Error.NotFound("order-not-found", "There is no such order.");

    /// <summary>The order cannot go from where it stands to <paramref name="next"/>.</summary>
    public static Error IllegalTransition(OrderStatus current, OrderStatus next) =>
        Error.Conflict("order-status", $"The order is {current.Name()} and cannot become {next.Name()}.");
}
