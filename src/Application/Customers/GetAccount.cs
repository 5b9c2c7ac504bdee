using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>My account: my id, my status, and my identities at identity providers.</summary>
public sealed record GetAccount : IUseCase<Account>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.AccountRead);
}

/// <summary>A customer's account.</summary>
/// <param name="CustomerId">Our own id, independent of any identity provider.</param>
/// <param name="Status">Whether the customer may act.</param>
/// <param name="Identities">The customer's identities at identity providers, oldest link first.</param>
/// <param name="LastSignedInAt">When the customer last signed in at one of them, UTC; absent if no provider said.</param>
/// <param name="FirstSeenAt">When the customer was first seen here, UTC.</param>
/// <param name="SignedOutAt">When the customer, or staff for them, last signed out everywhere, UTC; absent if that never happened.</param>
public sealed record Account(
    Guid CustomerId,
    CustomerStatus Status,
    IReadOnlyList<LinkedIdentity> Identities,
    DateTimeOffset? LastSignedInAt = null,
    DateTimeOffset? FirstSeenAt = null,
    DateTimeOffset? SignedOutAt = null)
{
    /// <summary>The account of a customer.</summary>
    public static Account Of(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return new Account(
            customer.Id.Value,
            customer.Status,
            [
                .. customer.Identities.OrderBy(identity => identity.LinkedAt)
                    .Select(identity => new LinkedIdentity(identity.Id, identity.Issuer, identity.Subject, identity.LinkedAt)),
            ],
            customer.LastSignedInAt,
            customer.FirstSeenAt,
            customer.SignedOutAt);
    }

    /// <summary>The account after that sign-in; an earlier one than the last changes nothing.</summary>
    public Account SignedInAt(DateTimeOffset at) => at <= LastSignedInAt ? this : this with { LastSignedInAt = at };
}

/// <summary>The identity of a customer at one identity provider.</summary>
/// <param name="Id">The key by which it can be removed.</param>
/// <param name="Issuer">The provider's canonical issuer.</param>
/// <param name="Subject">The provider's subject.</param>
/// <param name="LinkedAt">When it was linked to the customer, UTC.</param>
public sealed record LinkedIdentity(Guid Id, string Issuer, string Subject, DateTimeOffset? LinkedAt = null);

internal sealed class GetAccountHandler(ICustomerStore customers, CurrentCaller me) : IHandler<GetAccount, Account>
{
    public async Task<ErrorOr<Account>> Handle(GetAccount request, CancellationToken cancellationToken) =>
        (await customers.GetAccountAsync(me.CustomerId, cancellationToken)).SeenBy(me);
}

/// <summary>An account as its owner sees it; the entity tag is of this form.</summary>
internal static class OwnAccount
{
    /// <summary>
    /// The caller's own sign-in counts, whether it is noted yet or not: otherwise the tag of one request would depend on how quickly the
    /// note of an earlier one was stored.
    /// </summary>
    public static Account SeenBy(this Account account, CurrentCaller me) =>
        me.Caller?.AuthenticatedAt is { } signedIn ? account.SignedInAt(signedIn.ToWholeMilliseconds()) : account;

    /// <summary>The entity tag of an account as the caller sees it.</summary>
    public static string TagOf(this CurrentCaller me, Account account) => EntityTag.Of(account.SeenBy(me));
}
