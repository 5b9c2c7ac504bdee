using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Holds a customer: every request of theirs is refused until they are reinstated. For staff and machines.</summary>
/// <param name="CustomerId">Whom.</param>
public sealed record SuspendCustomer(Guid CustomerId) : IUseCase<Success>
{
    /// <inheritdoc />
    public static Access Access { get; } =
        Access.To(Permissions.CustomersManage).SignedInWithin(RecentSignIn.MaxAge).Recorded();
}

internal sealed class SuspendCustomerHandler(CustomerHold hold, CurrentCaller me, TimeProvider time) : IHandler<SuspendCustomer, Success>
{
    public async Task<ErrorOr<Success>> Handle(SuspendCustomer request, CancellationToken cancellationToken)
    {
        CustomerId? mine = me.Caller!.Kind == CallerKind.Person ? me.CustomerId : null;
        var suspended = await hold.SuspendAsync(new CustomerId(request.CustomerId), mine, AuditStamp.Of(me, time), cancellationToken);
        return suspended.IsError ? suspended.Errors : Result.Success;
    }
}
