using System.Text.Json.Serialization;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>One order with all that belongs to it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status">Its present status.</param>
/// <param name="Currency">Three letters (ISO 4217).</param>
/// <param name="TotalMinor">The sum of the lines, in minor units.</param>
/// <param name="PlacedAt">When it was placed, UTC.</param>
/// <param name="Lines">The ordered products.</param>
/// <param name="History">Each status that it reached, oldest first.</param>
public sealed record OrderDetails(
    long Id,
    OrderStatus Status,
    string Currency,
    long TotalMinor,
    DateTimeOffset PlacedAt,
    IReadOnlyList<OrderDetails.Line> Lines,
    IReadOnlyList<OrderDetails.Step> History)
{
    /// <summary>Grows with every change; the answer's <c>ETag</c> is made of it.</summary>
    [JsonIgnore]
    public int Version { get; init; } = 1;

    /// <summary>The details of <paramref name="order"/>.</summary>
    public static OrderDetails Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new OrderDetails(
            order.Id.Value,
            order.Status,
            order.Currency.Code,
            order.TotalMinor,
            order.PlacedAt,
            [.. order.Lines.Select(line => new Line(line.Sku.Value, line.Name, line.Quantity, line.UnitPriceMinor))],
            [.. order.History.Select(entry => new Step(entry.At, entry.By.Value, entry.Status))])
        {
            Version = order.Version,
        };
    }

    /// <summary>The order as it was when it was placed: later changes add to the history and touch nothing else.</summary>
    public OrderDetails AsPlaced() => this with { Status = History[0].Status, History = [History[0]], Version = 1 };

    /// <summary>An ordered product, at the price of that moment.</summary>
    /// <param name="Sku">The product's key.</param>
    /// <param name="Name">The product's name.</param>
    /// <param name="Quantity">How many.</param>
    /// <param name="UnitPriceMinor">The price of one, in minor units.</param>
    public sealed record Line(string Sku, string Name, int Quantity, long UnitPriceMinor);

    /// <summary>A status that the order reached.</summary>
    /// <param name="At">When, UTC.</param>
    /// <param name="By">The actor: <c>customer:{id}</c> or <c>client:{id}</c>.</param>
    /// <param name="Status">Which.</param>
    public sealed record Step(DateTimeOffset At, string By, OrderStatus Status);
}
