namespace Modular.Domain.Orders;

/// <summary>Where an order stands.</summary>
/// <remarks>The numbers are stored: never change one.</remarks>
public enum OrderStatus
{
    /// <summary>Accepted, not yet paid.</summary>
    Placed = 1,

    /// <summary>Paid, not yet on its way.</summary>
    Paid = 2,

    /// <summary>On its way.</summary>
    Shipping = 3,

    /// <summary>Arrived. Final.</summary>
    Delivered = 4,

    /// <summary>Called off before it was shipped. Final.</summary>
    Cancelled = 5,
}
