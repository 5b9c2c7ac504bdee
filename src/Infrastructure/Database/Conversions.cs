using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;

namespace Modular.Infrastructure.Database;

/// <summary>How the domain's values stand in columns.</summary>
internal static class Conversions
{
    public sealed class OrderNumber() : ValueConverter<OrderId, long>(id => id.Value, value => new OrderId(value));

    public sealed class CustomerKey() : ValueConverter<CustomerId, Guid>(id => id.Value, value => new CustomerId(value));

    public sealed class SkuText() : ValueConverter<Sku, string>(sku => sku.Value, value => new Sku(value));

    public sealed class CurrencyCode() : ValueConverter<Currency, string>(currency => currency.Code, value => new Currency(value));

    public sealed class ActorText() : ValueConverter<Actor, string>(actor => actor.Value, value => Actor.Parse(value));

    /// <summary>SQLite has no type for instants: milliseconds since 1970 sort as they should.</summary>
    public sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value));

    /// <summary>SQLite has no type for UUIDs: 16 bytes in network order sort by creation, at less than half the size of text.</summary>
    public sealed class CustomerKeyBytes() : ValueConverter<CustomerId, byte[]>(
        id => id.Value.ToByteArray(true), value => new CustomerId(new Guid(value, true)));

    /// <summary>As <see cref="CustomerKeyBytes"/>, for other keys.</summary>
    public sealed class GuidBytes() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), value => new Guid(value, true));
}
