using Modular.Application.Orders;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// The read that most requests are about, written for each database as it reads it quickest: the answer is one range of an index,
/// begun where the page begins, however many orders there are and whoever's they are.
/// </summary>
internal interface IOrderPages
{
    /// <summary>As <see cref="IOrderStore.ListAsync"/>.</summary>
    ValueTask<IReadOnlyList<OrderSummary>> ReadAsync(CustomerId owner, OrderQuery query, CancellationToken cancellationToken);
}
