namespace Modular.StockPeer;

internal sealed record OrderPage(IReadOnlyList<OrderSummary> Orders, string? Next);

internal sealed record OrderSummary(long Id, OrderStatus Status, string Currency, long TotalMinor, DateTimeOffset PlacedAt);
