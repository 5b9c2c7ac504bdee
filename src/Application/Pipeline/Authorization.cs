using ErrorOr;
using Modular.Application.Customers;
using Modular.Application.Identity;
using Modular.Domain.Customers;

namespace Modular.Application.Pipeline;

internal sealed class Authorization(CurrentCaller current, ICustomerStore customers, TimeProvider time) : IAuthorization
{
    public async ValueTask<ErrorOr<Success>> AuthorizeAsync(Access access, CancellationToken cancellationToken)
    {
        if (current.Caller is not { } caller)
        {
            return Refusals.Anonymous;
        }

        if (caller.Kind == CallerKind.Person && !current.HasCustomer)
        {
            switch (await customers.FindByIdentityAsync(caller.Issuer, caller.Subject, cancellationToken))
            {
                case { Status: CustomerStatus.Suspended }:
                    return Refusals.CustomerSuspended;
                case { } known:
                    current.Is(known.Id);
                    break;
            }
        }

        var admitted = access.Admit(caller);
        if (admitted.IsError)
        {
            return admitted.FirstError;
        }

        if (admitted.Value.OwnData && !current.HasCustomer)
        {
            var now = time.GetUtcNow();
            var seen = Customer.FirstSeen(CustomerId.New(now), caller.Issuer, caller.Subject, now);
            current.Is(await customers.AddAtFirstSightAsync(seen, cancellationToken));
        }

        return Result.Success;
    }
}
