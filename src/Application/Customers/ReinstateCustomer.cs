using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Ends the hold of a customer. For staff and machines.</summary>
/// <param name="CustomerId">Whom.</param>
public sealed record ReinstateCustomer(Guid CustomerId) : IUseCase<Success>
{
    /// <inheritdoc />
    public static Access Access { get; } =
        Access.To(Permissions.CustomersManage).SignedInWithin(RecentSignIn.MaxAge).Recorded();
}

internal sealed class ReinstateCustomerHandler(CustomerHold hold, CurrentCaller me, TimeProvider time) : IHandler<ReinstateCustomer, Success>
{
    public async Task<ErrorOr<Success>> Handle(ReinstateCustomer request, CancellationToken cancellationToken)
    {
        var reinstated = await hold.ReinstateAsync(new CustomerId(request.CustomerId), AuditStamp.Of(me, time), cancellationToken);
        return reinstated.IsError ? reinstated.Errors : Result.Success;
    }
}
