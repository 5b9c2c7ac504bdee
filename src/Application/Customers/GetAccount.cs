using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>My account: my id, whether I may act, and who I am at identity providers.</summary>
public sealed record GetAccount : IUseCase<Account>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.AccountRead);
}

/// <summary>A customer's account.</summary>
/// <param name="CustomerId">Our own id, independent of any identity provider.</param>
/// <param name="Status">Whether the customer may act.</param>
/// <param name="Identities">Who the customer is at identity providers, oldest link first.</param>
/// <param name="LastSignedInAt">When the customer last signed in at one of them, UTC; absent if no provider said.</param>
public sealed record Account(
    Guid CustomerId, CustomerStatus Status, IReadOnlyList<LinkedIdentity> Identities, DateTimeOffset? LastSignedInAt = null);

/// <summary>Who a customer is at one identity provider.</summary>
/// <param name="Id">The key by which it can be removed.</param>
/// <param name="Issuer">The provider's canonical issuer.</param>
/// <param name="Subject">The provider's subject.</param>
public sealed record LinkedIdentity(Guid Id, string Issuer, string Subject);

internal sealed class GetAccountHandler(ICustomerStore customers, CurrentCaller me) : IHandler<GetAccount, Account>
{
    public async Task<ErrorOr<Account>> Handle(GetAccount request, CancellationToken cancellationToken) =>
        await customers.GetAccountAsync(me.CustomerId, cancellationToken);
}
