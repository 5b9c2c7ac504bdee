using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Domain;

/// <summary>An entry of the audit trail: actor, action, customer, time and client. Written once, with the change itself, and never changed.</summary>
public sealed class AuditEntry
{
    /// <param name="actor">The actor.</param>
    /// <param name="clientId">The app client whose token was used, or the command.</param>
    /// <param name="action">The action.</param>
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

    /// <summary>The actor: a customer by our id, a machine by its client id, or a command.</summary>
    public Actor Actor { get; private init; }

    /// <summary>The client: the app client that the token was issued to, or the command.</summary>
    public string ClientId { get; private init; }

    /// <summary>The action.</summary>
    public AuditAction Action { get; private init; }

    /// <summary>The customer whose data or standing was changed.</summary>
    public CustomerId CustomerId { get; private init; }

    /// <summary>The other customer, if there is one: the merged customer, or the new customer of a removed identity.</summary>
    public CustomerId? OtherCustomerId { get; init; }

    /// <summary>The identity's key under <see cref="CustomerId"/>, if the action is about one.</summary>
    public Guid? IdentityId { get; init; }

    /// <summary>The order, if the action is about one.</summary>
    public OrderId? OrderId { get; init; }

    /// <summary>When, in UTC with milliseconds.</summary>
    public DateTimeOffset At { get; private init; }
}
