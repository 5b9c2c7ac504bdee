using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Ends every sign-in of mine up to now, this one included, whichever identity it was with.</summary>
public sealed record SignOutEverywhere : IUseCase<Success>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.AccountWrite).SignedInWithin(RecentSignIn.MaxAge);
}

internal sealed class SignOutEverywhereHandler(SignOut signOut, CurrentCaller me) : IHandler<SignOutEverywhere, Success>
{
    public Task<ErrorOr<Success>> Handle(SignOutEverywhere request, CancellationToken cancellationToken) =>
        signOut.OfAsync(me.CustomerId, cancellationToken);
}

/// <summary>Ends the sign-ins of a customer and tells every node: the same for the customer and for staff.</summary>
internal sealed class SignOut(ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
{
    public async Task<ErrorOr<Success>> OfAsync(CustomerId id, CancellationToken cancellationToken)
    {
        var stamp = AuditStamp.Of(me, time);
        var customer = await customers.ChangeAsync(
            id,
            c =>
            {
                c.SignOutEverywhere(stamp.At);
                return CustomerAction.SignedOutEverywhere;
            },
            stamp,
            cancellationToken);
        if (customer is null)
        {
            return CustomerErrors.NotFound;
        }

        await signals.PublishAsync(
            new NodeSignal.CustomerSignedOut(customer.Id, customer.SignalledIdentities(), customer.SignedOutAt!.Value));
        return Result.Success;
    }
}
