using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>All data that is kept about me, to take along. The profile and the orders need their own permissions as well.</summary>
public sealed record ExportAccount : IUseCase<AccountExport>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.AccountRead).SignedInWithin(RecentSignIn.MaxAge);
}

/// <summary>All that is kept about a customer.</summary>
/// <param name="ExportedAt">When, UTC.</param>
/// <param name="Account">The account.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Orders">Every order, oldest first; read while the answer is written, however many there are.</param>
public sealed record AccountExport(DateTimeOffset ExportedAt, Account Account, Profile Profile, IAsyncEnumerable<OrderDetails> Orders);

internal sealed class ExportAccountHandler(ICustomerStore customers, ISender sender, CurrentCaller me, TimeProvider time)
    : IHandler<ExportAccount, AccountExport>
{
    public async Task<ErrorOr<AccountExport>> Handle(ExportAccount request, CancellationToken cancellationToken)
    {
        var orders = await sender.Send(new CollectOrders(), cancellationToken);
        if (orders.IsError)
        {
            return orders.Errors;
        }

        var profile = await sender.Send(new GetProfile(), cancellationToken);
        if (profile.IsError)
        {
            return profile.Errors;
        }

        return new AccountExport(
            time.GetUtcNow(),
            (await customers.GetAccountAsync(me.CustomerId, cancellationToken)).SeenBy(me),
            profile.Value,
            orders.Value);
    }
}
