using Modular.Domain.Customers;

namespace Modular.Domain.Orders;

/// <summary>An order of a customer, with its lines and its status.</summary>
public sealed class Order
{
    /// <summary>The most lines of one order.</summary>
    public const int MaxLines = 50;

    private readonly List<OrderLine> _lines = [];
    private readonly List<OrderHistoryEntry> _history = [];

    // For the database's mapper.
    private Order()
    {
    }

    /// <summary>The number; 0 until the order is stored.</summary>
    public OrderId Id { get; private set; }

    /// <summary>The customer who placed it.</summary>
    public CustomerId CustomerId { get; private init; }

    /// <summary>Where it stands.</summary>
    public OrderStatus Status { get; private set; }

    /// <summary>The currency of all prices.</summary>
    public Currency Currency { get; private init; }

    /// <summary>The sum of the lines, in minor units.</summary>
    public long TotalMinor { get; private init; }

    /// <summary>When it was placed, in UTC with milliseconds.</summary>
    public DateTimeOffset PlacedAt { get; private init; }

    /// <summary>Grows by one with every change; two writers cannot both write the same one.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>The lines, 1 to <see cref="MaxLines"/> lines.</summary>
    public IReadOnlyList<OrderLine> Lines => _lines;

    /// <summary>Each status that it reached, oldest first.</summary>
    public IReadOnlyList<OrderHistoryEntry> History => _history;

    /// <summary>Places an order; the total is worked out here, never taken from outside.</summary>
    /// <param name="owner">The customer who places it.</param>
    /// <param name="currency">The one currency of all prices.</param>
    /// <param name="lines">1 to <see cref="MaxLines"/> lines.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no lines, or too many.</exception>
    public static Order Place(CustomerId owner, Currency currency, IReadOnlyCollection<OrderLine> lines, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentOutOfRangeException.ThrowIfZero(lines.Count, nameof(lines));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines.Count, MaxLines, nameof(lines));
        ArgumentOutOfRangeException.ThrowIfEqual(currency, default);
        var order = new Order
        {
            CustomerId = owner,
            Status = OrderStatus.Placed,
            Currency = currency,
            TotalMinor = lines.Sum(line => line.TotalMinor),
            PlacedAt = now.ToWholeMilliseconds(),
        };
        order._lines.AddRange(lines);
        order._history.Add(new OrderHistoryEntry(OrderStatus.Placed, Actor.Customer(owner), order.PlacedAt));
        return order;
    }

    /// <summary>Moves to <paramref name="next"/> when that is a legal step; otherwise changes nothing.</summary>
    /// <returns>Whether it moved.</returns>
    public bool TryBecome(OrderStatus next, Actor by, DateTimeOffset now)
    {
        if (!Status.CanBecome(next))
        {
            return false;
        }

        Status = next;
        Version++;
        _history.Add(new OrderHistoryEntry(next, by, now.ToWholeMilliseconds()));
        return true;
    }
}
