namespace Modular.Domain.Customers;

/// <summary>Whether a customer may act.</summary>
/// <remarks>The numbers are stored: never change one.</remarks>
public enum CustomerStatus
{
    /// <summary>May act.</summary>
    Active = 1,

    /// <summary>Suspended by staff, a machine or an operator: every request is refused until the customer is reinstated.</summary>
    Suspended = 2,

    /// <summary>Closed by the customer: without identity or profile, and for good. Their orders stay.</summary>
    Closed = 3,
}
