using ErrorOr;
using FluentValidation;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>My orders, a page at a time, oldest first.</summary>
/// <param name="Status">Only orders of this status.</param>
/// <param name="Limit">How many, 1 to 100; 20 if absent.</param>
/// <param name="After">Where the page before this one ended: what its <c>next</c> says.</param>
/// <param name="Sort"><c>id</c> (oldest first, the default) or <c>-id</c> (newest first).</param>
public sealed record ListOrders(string? Status, int? Limit, string? After, string? Sort) : IUseCase<OrderPage>
{
    /// <summary>How many orders a page has when the caller does not say.</summary>
    public const int DefaultLimit = 20;

    /// <summary>The most orders of a page.</summary>
    public const int MaxLimit = 100;

    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.OrdersRead);
}

/// <summary>A page of orders.</summary>
/// <param name="Orders">The orders.</param>
/// <param name="Next">Where the next page begins; absent on the last one.</param>
public sealed record OrderPage(IReadOnlyList<OrderSummary> Orders, string? Next);

/// <summary>An order in a list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Currency">Three letters (ISO 4217).</param>
/// <param name="TotalMinor">The sum of the lines, in minor units.</param>
/// <param name="PlacedAt">When it was placed, UTC.</param>
public sealed record OrderSummary(long Id, OrderStatus Status, string Currency, long TotalMinor, DateTimeOffset PlacedAt);

internal sealed class ListOrdersValidator : AbstractValidator<ListOrders>
{
    public ListOrdersValidator()
    {
        RuleFor(r => r.Status).Must(status => status is null || OrderStatusNames.Parse(status) is not null)
            .WithMessage($"A status is one of {string.Join(", ", OrderStatusNames.Known)}.");
        RuleFor(r => r.Limit).InclusiveBetween(1, ListOrders.MaxLimit)
            .WithMessage($"A limit is from 1 to {ListOrders.MaxLimit}.");
        RuleFor(r => r.After).Must(after => after is null || OrderCursor.Parse(after) is not null)
            .WithMessage("This is not where a page ended: take it from the next link of the page before.");
        RuleFor(r => r.Sort).Must(sort => sort is null or "id" or "-id")
            .WithMessage("Orders are sorted by id (oldest first) or -id (newest first).");
    }
}

internal sealed class ListOrdersHandler(IOrderStore orders, CurrentCaller me) : IHandler<ListOrders, OrderPage>
{
    public async Task<ErrorOr<OrderPage>> Handle(ListOrders request, CancellationToken cancellationToken)
    {
        var limit = request.Limit ?? ListOrders.DefaultLimit;
        var after = request.After is null ? null : OrderCursor.Parse(request.After);
        var query = new OrderQuery(OrderStatusNames.Parse(request.Status), after, limit, request.Sort == "-id");
        var found = await orders.ListAsync(me.CustomerId, query, cancellationToken);
        return found.Count <= limit
            ? new OrderPage(found, Next: null)
            : new OrderPage([.. found.Take(limit)], OrderCursor.At(new OrderId(found[limit - 1].Id)));
    }
}
