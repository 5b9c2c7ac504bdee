using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>A page of orders.</summary>
/// <param name="Orders">The orders.</param>
/// <param name="Next">Where the next page begins; absent on the last one.</param>
public sealed record OrderPage(IReadOnlyList<OrderSummary> Orders, string? Next) : IOrderPage<OrderPage>
{
    /// <inheritdoc />
    public OrderPage WithNext(string next) => this with { Next = next };
}

/// <summary>A page of a list of orders.</summary>
/// <typeparam name="TPage">The page itself.</typeparam>
public interface IOrderPage<TPage>
{
    /// <summary>Where the next page begins; absent on the last one.</summary>
    string? Next { get; }

    /// <summary>The page, with another way to write where the next one begins.</summary>
    TPage WithNext(string next);
}

/// <summary>An order in a list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Currency">Three letters (ISO 4217).</param>
/// <param name="TotalMinor">The sum of the lines, in minor units.</param>
/// <param name="PlacedAt">When it was placed, UTC.</param>
public sealed record OrderSummary(long Id, OrderStatus Status, string Currency, long TotalMinor, DateTimeOffset PlacedAt);
