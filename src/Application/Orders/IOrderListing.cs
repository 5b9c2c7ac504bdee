using FluentValidation;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>The parameters of every list of a customer's orders.</summary>
public interface IOrderListing
{
    /// <summary>How many orders a page has when the caller does not say.</summary>
    const int DefaultLimit = 20;

    /// <summary>The most orders of a page.</summary>
    const int MaxLimit = 100;

    /// <summary>Only orders of this status.</summary>
    string? Status { get; }

    /// <summary>How many, 1 to <see cref="MaxLimit"/>; <see cref="DefaultLimit"/> if absent.</summary>
    int? Limit { get; }

    /// <summary>Where the page before this one ended.</summary>
    string? After { get; }

    /// <summary><c>id</c> (oldest first, the default) or <c>-id</c> (newest first).</summary>
    string? Sort { get; }
}

internal abstract class OrderListingValidator<TRequest> : AbstractValidator<TRequest>
    where TRequest : IOrderListing
{
    protected OrderListingValidator()
    {
        RuleFor(r => r.Status).Must(status => status is null || OrderStatusNames.Parse(status) is not null)
            .WithMessage($"A status is one of {string.Join(", ", OrderStatusNames.Known)}.");
        RuleFor(r => r.Limit).InclusiveBetween(1, IOrderListing.MaxLimit)
            .WithMessage($"A limit is from 1 to {IOrderListing.MaxLimit}.");
        RuleFor(r => r.After).Must(after => after is null || OrderCursor.Parse(after) is not null)
            .WithMessage("This is not where a page ended: take it from the next link of the page before.");
        RuleFor(r => r.Sort).Must(sort => sort is null or "id" or "-id")
            .WithMessage("Orders are sorted by id (oldest first) or -id (newest first).");
    }
}

internal static class OrderListing
{
    /// <summary>The part of the orders that a valid request asks for.</summary>
    public static OrderQuery Query(this IOrderListing request) => new(
        OrderStatusNames.Parse(request.Status),
        request.After is null ? null : OrderCursor.Parse(request.After),
        request.Limit ?? IOrderListing.DefaultLimit,
        NewestFirst: request.Sort == "-id");

    /// <summary>The page that a valid request asks for.</summary>
    public static async Task<OrderPage> ReadAsync(
        this IOrderListing request, IOrderStore orders, CustomerId owner, CancellationToken cancellationToken)
    {
        var query = request.Query();
        var (page, next) = query.Cut(await orders.ListAsync(owner, query, cancellationToken), order => order.Id);
        return new OrderPage(page, next);
    }

    /// <summary>Cuts the orders beyond the page, and adds the cursor of the next page, if there is one.</summary>
    public static (IReadOnlyList<TOrder> Page, string? Next) Cut<TOrder>(
        this OrderQuery query, IReadOnlyList<TOrder> found, Func<TOrder, long> id) =>
        found.Count <= query.Limit
            ? (found, null)
            : ([.. found.Take(query.Limit)], OrderCursor.At(new OrderId(id(found[query.Limit - 1]))));
}
