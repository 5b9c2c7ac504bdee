using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Suspends a customer: every request of the customer is refused until the reinstatement. For staff and machines.</summary>
/// <param name="CustomerId">The customer; the id of one that was merged means the customer that it was merged into.</param>
public sealed record SuspendCustomer(Guid CustomerId) : IUseCase<SuspensionChange>
{
    /// <inheritdoc />
    public static Access Access { get; } =
        Access.To(Permissions.CustomersManage).SignedInWithin(RecentSignIn.MaxAge).Recorded().OrOperators();
}

/// <summary>The answer of <see cref="SuspendCustomer"/> and <see cref="ReinstateCustomer"/>.</summary>
/// <param name="HasChanged">Whether the customer was not in that state before.</param>
public sealed record SuspensionChange(bool HasChanged);

internal sealed class SuspendCustomerHandler(ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
    : IHandler<SuspendCustomer, SuspensionChange>
{
    public async Task<ErrorOr<SuspensionChange>> Handle(SuspendCustomer request, CancellationToken cancellationToken)
    {
        CustomerId? mine = me.Caller is { Kind: CallerKind.Person } ? me.CustomerId : null;

        // Compared with the customer that was found, because the id of the request may be that of one who was merged.
        var (isMe, hasChanged) = (false, false);
        var customer = await customers.ChangeAsync(
            new CustomerId(request.CustomerId),
            found =>
            {
                isMe = found.Id == mine;
                hasChanged = !isMe && found.Suspend();
                return hasChanged ? AuditAction.Suspended : null;
            },
            AuditStamp.Of(me, time),
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

        // Also when nothing changed: the caller may repeat the request because a node missed the first signal.
        await signals.PublishAsync(new NodeSignal.CustomerSuspended(customer.Id, customer.SignalledIdentities()));
        return new SuspensionChange(hasChanged);
    }
}
