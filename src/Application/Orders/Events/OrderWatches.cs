using Modular.Domain.Customers;

namespace Modular.Application.Orders.Events;

/// <summary>
/// The watches that are open on this node. A customer has a bounded number of places, and the newest watch takes the place of the oldest one:
/// the client of a watch that is open may be gone, while the client of a new one is certainly there.
/// </summary>
internal sealed class OrderWatches(TimeProvider time)
{
    /// <summary>The most watches of one customer: a few devices, a few windows each.</summary>
    public const int Most = 10;

    /// <summary>
    /// The most watches of one customer that are displaced within a minute. Clients that come back at once, against the advice that they get,
    /// would otherwise displace one another without end.
    /// </summary>
    public const int MostDisplaced = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<CustomerId, Places> _customers = [];

    /// <summary>Gives the watch a place until it leaves; when all are taken, the place of the customer's oldest watch.</summary>
    /// <returns>False when too many watches of the customer were displaced within the last minute.</returns>
    public bool TryEnter(CustomerId customer, OrderWatch watch)
    {
        OrderWatch? oldest = null;
        lock (_lock)
        {
            if (!_customers.TryGetValue(customer, out var places))
            {
                _customers.Add(customer, places = new Places());
            }

            if (places.Open.Count == Most)
            {
                if (!places.TryDisplace(time))
                {
                    return false;
                }

                oldest = places.Open[0];
                places.Open.RemoveAt(0);
            }

            places.Open.Add(watch);
        }

        oldest?.Displace();
        return true;
    }

    /// <summary>Gives the place of the watch back, if it has one.</summary>
    public void Leave(CustomerId customer, OrderWatch watch)
    {
        lock (_lock)
        {
            if (_customers.TryGetValue(customer, out var places) && places.Open.Remove(watch) && places.Open.Count == 0)
            {
                _customers.Remove(customer);
            }
        }
    }

    private sealed class Places
    {
        private readonly Queue<long> _displaced = new(MostDisplaced);

        /// <summary>Oldest first.</summary>
        public List<OrderWatch> Open { get; } = new(Most);

        public bool TryDisplace(TimeProvider time)
        {
            while (_displaced.TryPeek(out var first) && time.GetElapsedTime(first) >= Minute)
            {
                _displaced.Dequeue();
            }

            if (_displaced.Count == MostDisplaced)
            {
                return false;
            }

            _displaced.Enqueue(time.GetTimestamp());
            return true;
        }
    }
}
