namespace Modular.Domain;

/// <summary>An action on a customer, as the audit trail names it. The numbers are stored: never change one.</summary>
public enum AuditAction
{
    /// <summary>Every sign-in until then was ended.</summary>
    SignedOutEverywhere = 1,

    /// <summary>The customer was suspended.</summary>
    Suspended = 2,

    /// <summary>The suspension was ended.</summary>
    Reinstated = 3,

    /// <summary>An identity was linked that no customer had before.</summary>
    IdentityLinked = 4,

    /// <summary>An identity was removed; it is another, new customer's from then on.</summary>
    IdentityUnlinked = 5,

    /// <summary>An unused customer became part of this one, with its identity.</summary>
    Merged = 6,

    /// <summary>The customer closed their account.</summary>
    AccountClosed = 7,

    /// <summary>An order of the customer's was marked as paid.</summary>
    OrderPaid = 8,

    /// <summary>An order of the customer's was sent on its way.</summary>
    OrderShipped = 9,

    /// <summary>An order of the customer's was marked as arrived.</summary>
    OrderDelivered = 10,
}
