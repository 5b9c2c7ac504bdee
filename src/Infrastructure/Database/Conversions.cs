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
}
