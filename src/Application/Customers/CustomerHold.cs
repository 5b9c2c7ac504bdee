using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Holds customers, and ends their hold: the same for staff's requests and for operators' commands.</summary>
public sealed class CustomerHold(ICustomerStore customers, INodeSignals signals)
{
    /// <summary>Holds a customer, and tells every node.</summary>
    /// <param name="id">Whom; the id of one that became part of another means that other one.</param>
    /// <param name="me">The customer who asks, if one does: nobody suspends themself.</param>
    /// <param name="stamp">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Whether that changed anything; or that the customer is unknown, closed, or <paramref name="me"/>.</returns>
    public async Task<ErrorOr<bool>> SuspendAsync(CustomerId id, CustomerId? me, AuditStamp stamp, CancellationToken cancellationToken)
    {
        // An id may mean the customer that its own one became part of, so whoever is found decides.
        var (isMe, hasChanged) = (false, false);
        var customer = await customers.ChangeAsync(
            id,
            found =>
            {
                isMe = found.Id == me;
                hasChanged = !isMe && found.Suspend();
                return hasChanged ? AuditAction.Suspended : null;
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
        return hasChanged;
    }

    /// <summary>Ends the hold of a customer.</summary>
    /// <param name="id">Whom; the id of one that became part of another means that other one.</param>
    /// <param name="stamp">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Whether that changed anything; or that the customer is unknown or closed.</returns>
    public async Task<ErrorOr<bool>> ReinstateAsync(CustomerId id, AuditStamp stamp, CancellationToken cancellationToken)
    {
        var hasChanged = false;
        var customer = await customers.ChangeAsync(
            id,
            found =>
            {
                hasChanged = found.Reinstate();
                return hasChanged ? AuditAction.Reinstated : null;
            },
            stamp,
            cancellationToken);
        return customer switch
        {
            null => CustomerErrors.NotFound,
            { Status: CustomerStatus.Closed } => CustomerErrors.Closed,
            _ => hasChanged,
        };
    }
}
