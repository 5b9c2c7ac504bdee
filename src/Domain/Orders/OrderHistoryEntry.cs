namespace Modular.Domain.Orders;

/// <summary>A status that an order reached: when, and by which actor.</summary>
public sealed class OrderHistoryEntry
{
    internal OrderHistoryEntry(OrderStatus status, Actor by, DateTimeOffset at)
    {
        Status = status;
        By = by;
        At = at;
    }

    // For the database's mapper.
    private OrderHistoryEntry()
    {
    }

    /// <summary>The status reached.</summary>
    public OrderStatus Status { get; private init; }

    /// <summary>The actor.</summary>
    public Actor By { get; private init; }

    /// <summary>When, in UTC with milliseconds.</summary>
    public DateTimeOffset At { get; private init; }
}
