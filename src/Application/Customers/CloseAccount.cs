using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Customers;

/// <summary>
/// Closes my account for good: profile and identities go, orders stay under an id that no identity leads to. Every sign-in up to now
/// has ended; the next sign-in makes a new customer, who has none of my data.
/// </summary>
public sealed record CloseAccount : IConditional, IUseCase<Success>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.AccountWrite).SignedInWithin(RecentSignIn.MaxAge);

    /// <inheritdoc />
    public Precondition Condition { get; init; } = Precondition.None;
}

internal sealed class CloseAccountHandler(ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
    : IHandler<CloseAccount, Success>
{
    public async Task<ErrorOr<Success>> Handle(CloseAccount request, CancellationToken cancellationToken)
    {
        var stamp = AuditStamp.Of(me, time);
        var closed = await customers.CloseAsync(
            me.CustomerId, account => request.Condition.Check(me.TagOf(account)), me.EndOfThisSignIn(stamp.At), stamp, cancellationToken);
        if (closed.IsError)
        {
            return closed.Errors;
        }

        await signals.PublishAsync(new NodeSignal.IdentitiesUnlinked(
            me.CustomerId, [.. closed.Value.Select(identity => new NodeSignal.Identity(identity.Issuer, identity.Subject))]));
        return Result.Success;
    }
}
