using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain;
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

internal sealed class SuspendCustomerHandler(ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
    : IHandler<SuspendCustomer, Success>
{
    public async Task<ErrorOr<Success>> Handle(SuspendCustomer request, CancellationToken cancellationToken)
    {
        // An id may mean the customer that its own one became part of, so whoever is found decides.
        var stamp = AuditStamp.Of(me, time);
        var isMe = false;
        var customer = await customers.ChangeAsync(
            new CustomerId(request.CustomerId),
            found =>
            {
                isMe = me.Caller!.Kind == CallerKind.Person && found.Id == me.CustomerId;
                return !isMe && found.Suspend() ? AuditAction.Suspended : null;
            },
            stamp,
            cancellationToken);
        if (customer is null)
        {
            return CustomerErrors.NotFound;
        }

        if (isMe)
        {
            return CustomerErrors.OwnSuspension;
        }

        if (customer.Status == CustomerStatus.Closed)
        {
            return CustomerErrors.Closed;
        }

        // Again even if nothing changed: whoever asks twice may do so because a node did not hear it.
        await signals.PublishAsync(new NodeSignal.CustomerSuspended(customer.Id, customer.SignalledIdentities()));
        return Result.Success;
    }
}
