using ErrorOr;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Database;

/// <summary>A customer who is about to do something, as found when it is their turn: much can have happened since they were let in.</summary>
/// <param name="Status">Where the account stands.</param>
/// <param name="MergedInto">The customer that it was merged into; null without a merge.</param>
internal sealed record ActingCustomer(CustomerStatus Status, CustomerId? MergedInto)
{
    /// <summary>The customer was there when the request was let in: the next try makes a new one.</summary>
    public static DatabaseUnavailableException Gone() => new("A customer who was never used was deleted by the retention job while they came back.");

    /// <summary>Why they may not, if they did not become part of another; null when they may.</summary>
    public Error? Refusal => Status switch
    {
        CustomerStatus.Suspended => Refusals.CustomerSuspended,
        CustomerStatus.Closed => Refusals.SignedOut,
        _ => null,
    };
}
