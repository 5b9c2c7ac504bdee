using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

internal sealed class Authorization(CurrentCaller current, ICustomerStore customers, TimeProvider time) : IAuthorization
{
    public async ValueTask<ErrorOr<Success>> AuthorizeAsync(Access access, CancellationToken cancellationToken)
    {
        if (current.Caller is not { } caller)
        {
            return Refusals.Anonymous;
        }

        var known = caller.Kind == CallerKind.Person && !current.HasCustomer
            ? await customers.FindByIdentityAsync(caller.Issuer, caller.Subject, cancellationToken)
            : null;
        if (known is not null && Take(known, caller) is { IsError: true } refused)
        {
            return refused;
        }

        var admitted = access.Admit(caller);
        if (admitted.IsError)
        {
            return admitted.FirstError;
        }

        var now = time.GetUtcNow();
        if (access.StepUp?.Check(caller, now) is { IsError: true } tooWeak)
        {
            return tooWeak;
        }

        // Repeated by each request until the sign-in is stored. The request does not wait for that.
        if (known is not null && caller.AuthenticatedAt is { } signedIn && !(signedIn <= known.LastSignedInAt))
        {
            customers.NoteSignIn(known.Id, signedIn);
        }

        if (caller.Kind == CallerKind.Machine || current.HasCustomer || !(admitted.Value.OwnData || access.IsRecorded))
        {
            return Result.Success;
        }

        // The customer that another request linked or created in the meantime may have signed out or be suspended.
        var seen = Customer.FirstSeen(CustomerId.New(now), caller.Issuer, caller.Subject, now, caller.AuthenticatedAt);
        return Take(await customers.AddAtFirstSightAsync(seen, cancellationToken), caller);
    }

    private ErrorOr<Success> Take(CustomerStanding customer, Caller caller)
    {
        if (customer.HasEnded(caller) || customer.Status == CustomerStatus.Closed)
        {
            return Refusals.SignedOut;
        }

        if (customer.Status == CustomerStatus.Suspended)
        {
            return Refusals.CustomerSuspended;
        }

        current.Is(customer.Id);
        return Result.Success;
    }
}
