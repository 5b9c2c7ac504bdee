using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Domain;

/// <summary>Who did what to which customer, when, and from which client. Written once, with the change itself, and never changed.</summary>
public sealed class AuditEntry
{
    /// <param name="actor">Who.</param>
    /// <param name="clientId">The app client whose token was used, or the command.</param>
    /// <param name="action">What.</param>
    /// <param name="customerId">The customer whose data or standing was changed.</param>
    /// <param name="at">When.</param>
    public AuditEntry(Actor actor, string clientId, AuditAction action, CustomerId customerId, DateTimeOffset at)
    {
        Actor = actor;
        ClientId = clientId;
        Action = action;
        CustomerId = customerId;
        At = at.ToWholeMilliseconds();
    }

    /// <summary>Ascending, in the sequence of the changes.</summary>
    public long Id { get; private init; }

    /// <summary>Who: a customer by our id, a machine by its client id, or a command.</summary>
    public Actor Actor { get; private init; }

    /// <summary>From which client: the app client that the token was issued to, or the command.</summary>
    public string ClientId { get; private init; }

    /// <summary>What.</summary>
    public AuditAction Action { get; private init; }

    /// <summary>The customer whose data or standing was changed.</summary>
    public CustomerId CustomerId { get; private init; }

    /// <summary>The other customer, where there is one: who was merged, or who has a removed identity now.</summary>
    public CustomerId? OtherCustomerId { get; init; }

    /// <summary>The identity's key under <see cref="CustomerId"/>, where it is about one.</summary>
    public Guid? IdentityId { get; init; }

    /// <summary>The order, where it is about one of the customer's.</summary>
    public OrderId? OrderId { get; init; }

    /// <summary>When, in UTC with milliseconds.</summary>
    public DateTimeOffset At { get; private init; }
}
