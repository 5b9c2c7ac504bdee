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

internal sealed class SignOutEverywhereHandler(ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
    : IHandler<SignOutEverywhere, Success>
{
    public Task<ErrorOr<Success>> Handle(SignOutEverywhere request, CancellationToken cancellationToken) =>
        customers.SignOutAsync(me.CustomerId, signals, AuditStamp.Of(me, time), cancellationToken);
}

/// <summary>What signing out is, whoever asks for it.</summary>
internal static class SigningOut
{
    /// <summary>Ends the customer's sign-ins, and tells every node.</summary>
    public static async Task<ErrorOr<Success>> SignOutAsync(
        this ICustomerStore customers, CustomerId id, INodeSignals signals, AuditStamp stamp, CancellationToken cancellationToken)
    {
        var customer = await customers.ChangeAsync(
            id,
            found =>
            {
                found.SignOutEverywhere(stamp.At);
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
