using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>A page of orders.</summary>
/// <param name="Orders">The orders.</param>
/// <param name="Next">Where the next page begins; absent on the last one.</param>
public sealed record OrderPage(IReadOnlyList<OrderSummary> Orders, string? Next);

/// <summary>An order in a list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Currency">Three letters (ISO 4217).</param>
/// <param name="TotalMinor">The sum of the lines, in minor units.</param>
/// <param name="PlacedAt">When it was placed, UTC.</param>
public sealed record OrderSummary(long Id, OrderStatus Status, string Currency, long TotalMinor, DateTimeOffset PlacedAt);
