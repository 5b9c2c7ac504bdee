using System.Collections.Concurrent;
using Modular.Domain.Customers;

namespace Modular.Application.Orders;

/// <summary>How many watches each customer has open on this node.</summary>
internal sealed class OrderWatches
{
    /// <summary>The most watches of one customer: a few devices, a few windows each.</summary>
    public const int Most = 10;

    private readonly ConcurrentDictionary<CustomerId, int> _open = new();

    /// <summary>Takes a place until it is disposed; null when there is none.</summary>
    public IDisposable? Enter(CustomerId customer)
    {
        var open = _open.AddOrUpdate(customer, 1, (_, count) => count + 1);
        if (open <= Most)
        {
            return new Place(this, customer);
        }

        Leave(customer);
        return null;
    }

    private void Leave(CustomerId customer)
    {
        var left = _open.AddOrUpdate(customer, 0, (_, count) => count - 1);
        if (left == 0)
        {
            // Only while nobody came in meanwhile.
            _open.TryRemove(KeyValuePair.Create(customer, 0));
        }
    }

    private sealed class Place(OrderWatches watches, CustomerId customer) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                watches.Leave(customer);
            }
        }
    }
}
