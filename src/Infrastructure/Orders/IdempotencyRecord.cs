using ErrorOr;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Orders;

/// <summary>A name of a request that placed an order: it belongs to its customer and to that operation.</summary>
internal sealed record IdempotencyRecord(CustomerId CustomerId, string Key, byte[] Fingerprint, OrderId OrderId, DateTimeOffset At)
{
    /// <summary>How long a name is known at least.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>The answer to a request with this key.</summary>
    /// <returns>
    /// The order that it placed, or <see cref="OrderErrors.KeyReused"/> for another request; null when the name is free again, and upkeep
    /// has not come by yet.
    /// </returns>
    public ErrorOr<OrderId>? Answer(IdempotencyKey again, DateTimeOffset now)
    {
        if (At <= now - KeptFor)
        {
            return null;
        }

        return Fingerprint.AsSpan().SequenceEqual(again.Fingerprint) ? OrderId : OrderErrors.KeyReused;
    }
}
