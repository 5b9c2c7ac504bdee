using ErrorOr;
using Modular.Application.Pipeline;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>The errors of requests about orders. The codes are stable: they are the problem types of the HTTP answers.</summary>
public static class OrderErrors
{
    /// <summary>There is no such order, or it is another customer's: the answer does not tell which.</summary>
    public static Error NotFound { get; } = Error.NotFound("order-not-found", "There is no such order.");

    /// <summary>The order cannot go from where it stands to <paramref name="next"/>.</summary>
    public static Error IllegalTransition(OrderStatus current, OrderStatus next) => Error.Conflict(
        "order-status",
        $"The order is {current.Name()} and cannot become {next.Name()}.",
        new Dictionary<string, object>(StringComparer.Ordinal) { [Refusals.CurrentKey] = current.Name() });

    /// <summary>Staff cannot move their own order towards delivery.</summary>
    public static Error OwnOrder { get; } = Error.Forbidden("own-order", "This is your own order: another member of staff has to fulfil it.");

    /// <summary>The key names another request.</summary>
    public static Error KeyReused { get; } =
        Error.Custom(422, "idempotency-key-reused", "This Idempotency-Key was used with another request: take a new one.");
}
