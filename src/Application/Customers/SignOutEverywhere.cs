using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Ends every sign-in of mine up to now, this one included, with any of my identities.</summary>
public sealed record SignOutEverywhere : IConditional, IUseCase<Success>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.AccountWrite).SignedInWithin(RecentSignIn.MaxAge);

    /// <inheritdoc />
    public Precondition Condition { get; init; } = Precondition.None;
}

internal sealed class SignOutEverywhereHandler(ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
    : IHandler<SignOutEverywhere, Success>
{
    public Task<ErrorOr<Success>> Handle(SignOutEverywhere request, CancellationToken cancellationToken)
    {
        var stamp = AuditStamp.Of(me, time);
        return customers.SignOutAsync(
            me.CustomerId, customer => request.Condition.Check(me.TagOf(Account.Of(customer))), me.EndOfThisSignIn(stamp.At), signals, stamp, cancellationToken);
    }
}

/// <summary>Signs a customer out, for the customer and for staff alike.</summary>
internal static class SigningOut
{
    /// <summary>The time up to which sign-ins end, so that the caller's own sign-in ends too: the provider's clock may be ahead of ours.</summary>
    public static DateTimeOffset EndOfThisSignIn(this CurrentCaller me, DateTimeOffset now) =>
        me.Caller!.AuthenticatedAt is { } signedIn && signedIn > now ? signedIn : now;

    /// <summary>
    /// Ends the customer's sign-ins that are not later than <paramref name="until"/>, unless <paramref name="check"/> refuses, and tells
    /// every node.
    /// </summary>
    public static async Task<ErrorOr<Success>> SignOutAsync(
        this ICustomerStore customers,
        CustomerId id,
        Func<Customer, ErrorOr<Success>> check,
        DateTimeOffset until,
        INodeSignals signals,
        AuditStamp stamp,
        CancellationToken cancellationToken)
    {
        ErrorOr<Success> checkedState = Result.Success;
        var customer = await customers.ChangeAsync(
            id,
            found =>
            {
                if (found.Status == CustomerStatus.Closed)
                {
                    return null;
                }

                checkedState = check(found);
                if (checkedState.IsError)
                {
                    return null;
                }

                found.SignOutEverywhere(until);
                return AuditAction.SignedOutEverywhere;
            },
            stamp,
            cancellationToken);
        if (customer is null)
        {
            return CustomerErrors.NotFound;
        }

        if (customer.Status == CustomerStatus.Closed)
        {
            return CustomerErrors.Closed;
        }

        if (checkedState.IsError)
        {
            return checkedState;
        }

        await signals.PublishAsync(
            new NodeSignal.CustomerSignedOut(customer.Id, customer.SignalledIdentities(), customer.SignedOutAt!.Value));
        return Result.Success;
    }
}
