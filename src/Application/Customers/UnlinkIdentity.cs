using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Customers;

/// <summary>
/// Removes an identity from my account, never the last. Its sign-ins up to now have ended; the next sign-in with it makes a new
/// customer, who has none of my data.
/// </summary>
/// <param name="Id">The key of the identity, as the account gives it.</param>
public sealed record UnlinkIdentity(Guid Id) : IConditional, IUseCase<Success>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.AccountWrite).SignedInWithin(RecentSignIn.MaxAge);

    /// <inheritdoc />
    public Precondition Condition { get; init; } = Precondition.None;
}

internal sealed class UnlinkIdentityHandler(ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
    : IHandler<UnlinkIdentity, Success>
{
    public async Task<ErrorOr<Success>> Handle(UnlinkIdentity request, CancellationToken cancellationToken)
    {
        var removed = await customers.UnlinkAsync(
            me.CustomerId, request.Id, account => request.Condition.Check(me.TagOf(account)), AuditStamp.Of(me, time), cancellationToken);
        if (removed.IsError)
        {
            return removed.Errors;
        }

        await signals.PublishAsync(new NodeSignal.IdentitiesUnlinked(me.CustomerId, [new(removed.Value.Issuer, removed.Value.Subject)]));
        return Result.Success;
    }
}
