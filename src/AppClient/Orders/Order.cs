namespace Modular.AppClient.Orders;

/// <summary>An order as the resource server tells it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status"><c>PLACED</c>, <c>PAID</c>, <c>SHIPPING</c>, <c>DELIVERED</c>, <c>CANCELLED</c>.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="TotalMinor">The total in the currency's minor units.</param>
/// <param name="PlacedAt">When it was placed.</param>
internal sealed record Order(long Id, string Status, string Currency, long TotalMinor, DateTimeOffset PlacedAt)
{
    public Money Total => new(TotalMinor, Currency);
}
