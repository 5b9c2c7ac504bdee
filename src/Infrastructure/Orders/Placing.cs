using Modular.Application.Orders;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Orders;

/// <summary>The result of placing an order.</summary>
/// <param name="Id">The order's number.</param>
/// <param name="New">The order; null when the same request placed it before.</param>
internal readonly record struct Placing(OrderId Id, OrderDetails? New);
