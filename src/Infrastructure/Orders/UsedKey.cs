using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Orders;

/// <summary>A name of a request that placed an order: it belongs to its customer and to that operation.</summary>
internal sealed record UsedKey(CustomerId CustomerId, string Key, byte[] Fingerprint, OrderId OrderId, DateTimeOffset At)
{
    /// <summary>How long a name is known at least.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);
}
