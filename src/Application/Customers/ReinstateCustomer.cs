using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Ends the suspension of a customer. For staff and machines.</summary>
/// <param name="CustomerId">The customer; the id of one that was merged means the customer that it was merged into.</param>
public sealed record ReinstateCustomer(Guid CustomerId) : IUseCase<SuspensionChange>
{
    /// <inheritdoc />
    public static Access Access { get; } =
        Access.To(Permissions.CustomersManage).SignedInWithin(RecentSignIn.MaxAge).Recorded().OrOperators();
}

internal sealed class ReinstateCustomerHandler(ICustomerStore customers, CurrentCaller me, TimeProvider time)
    : IHandler<ReinstateCustomer, SuspensionChange>
{
    public async Task<ErrorOr<SuspensionChange>> Handle(ReinstateCustomer request, CancellationToken cancellationToken)
    {
        var hasChanged = false;
        var customer = await customers.ChangeAsync(
            new CustomerId(request.CustomerId),
            found =>
            {
                hasChanged = found.Reinstate();
                return hasChanged ? AuditAction.Reinstated : null;
            },
            AuditStamp.Of(me, time),
            cancellationToken);
        return customer switch
        {
            null => CustomerErrors.NotFound,
            { Status: CustomerStatus.Closed } => CustomerErrors.Closed,
            _ => new SuspensionChange(hasChanged),
        };
    }
}
