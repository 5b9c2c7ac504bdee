using ErrorOr;

namespace Modular.Application.Customers;

/// <summary>The errors of requests about customers. The codes are stable: they are the problem types of the HTTP answers.</summary>
public static class CustomerErrors
{
    /// <summary>No such customer.</summary>
    public static Error NotFound { get; } = Error.NotFound("customer-not-found", "There is no such customer.");

    /// <summary>Staff cannot suspend themselves: they could not undo it.</summary>
    public static Error OwnSuspension { get; } =
        Error.Conflict("own-suspension", "You cannot suspend yourself: another member of staff would have to reinstate you.");

    /// <summary>The customer closed their account, for good.</summary>
    public static Error Closed { get; } = Error.Conflict("customer-closed", "This customer has closed their account.");

    /// <summary>There is no such identity, or it is another customer's.</summary>
    public static Error IdentityNotFound { get; } = Error.NotFound("identity-not-found", "There is no such identity.");

    /// <summary>Without this identity the customer could not sign in any more.</summary>
    public static Error LastIdentity { get; } =
        Error.Conflict("last-identity", "This is the only identity of the account: link another one first.");

    /// <summary>The identity is another customer's; the error does not name the customer.</summary>
    public static Error IdentityTaken { get; } = Error.Conflict("identity-taken", "This identity cannot be linked to this account.");
}
