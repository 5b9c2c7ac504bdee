using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Ends every sign-in of a customer up to now, with any of the customer's identities. For staff and machines.</summary>
/// <param name="CustomerId">The customer.</param>
public sealed record SignOutCustomer(Guid CustomerId) : IUseCase<Success>
{
    /// <inheritdoc />
    public static Access Access { get; } =
        Access.To(Permissions.CustomersManage).SignedInWithin(RecentSignIn.MaxAge).Recorded();
}

internal sealed class SignOutCustomerHandler(ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
    : IHandler<SignOutCustomer, Success>
{
    public Task<ErrorOr<Success>> Handle(SignOutCustomer request, CancellationToken cancellationToken)
    {
        var stamp = AuditStamp.Of(me, time);
        return customers.SignOutAsync(
            new CustomerId(request.CustomerId), _ => Result.Success, stamp.At, signals, stamp, cancellationToken);
    }
}
