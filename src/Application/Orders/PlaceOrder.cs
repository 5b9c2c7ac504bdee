using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ErrorOr;
using FluentValidation;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Application.Products;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;

namespace Modular.Application.Orders;

/// <summary>Places an order at the catalogue's names and prices of this moment.</summary>
/// <param name="Lines">1 to 50 lines, all in one currency.</param>
public sealed record PlaceOrder([property: Required] IReadOnlyList<PlaceOrder.Line>? Lines) : IUseCase<OrderDetails>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.OrdersWrite);

    /// <summary>
    /// The caller's name for this request, by which it can be sent again for 24 hours without being done again: see
    /// <see cref="IdempotencyKey"/>. Null if the caller does without.
    /// </summary>
    [JsonIgnore]
    public string? Key { get; init; }

    /// <summary>A product to order, and its quantity.</summary>
    /// <param name="Sku">A product of the catalogue.</param>
    /// <param name="Quantity">1 to 999.</param>
    public sealed record Line([property: Required] string? Sku, int Quantity);
}

internal sealed class PlaceOrderValidator : AbstractValidator<PlaceOrder>
{
    public PlaceOrderValidator()
    {
        RuleFor(r => r.Lines).Must(lines => lines is { Count: >= 1 and <= Order.MaxLines })
            .WithMessage($"An order has 1 to {Order.MaxLines} lines.");
        RuleForEach(r => r.Lines).NotNull().WithMessage("A line is an object.")
            .ChildRules(line =>
            {
                line.RuleFor(l => l.Sku).Must(Sku.IsSku).WithMessage("A SKU is 1 to 40 capital letters, digits and hyphens.");
                line.RuleFor(l => l.Quantity).InclusiveBetween(1, OrderLine.MaxQuantity)
                    .WithMessage($"A quantity is from 1 to {OrderLine.MaxQuantity}.");
            })
            .When(r => r.Lines is { Count: <= Order.MaxLines });
    }
}

internal sealed class PlaceOrderHandler(IOrderStore orders, ISender sender, CurrentCaller me, TimeProvider time)
    : IHandler<PlaceOrder, OrderDetails>
{
    public async Task<ErrorOr<OrderDetails>> Handle(PlaceOrder request, CancellationToken cancellationToken)
    {
        // Before anything else, for the catalogue may have changed since: sent again, it gets the first answer again.
        var key = request.Key is { } name ? IdempotencyKey.Of(name, request) : null;
        if (key is not null && await orders.FindPlacedAsync(me.CustomerId, key, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        var wanted = request.Lines!;
        var skus = wanted.Select(line => new Sku(line.Sku!)).ToHashSet();
        var found = await sender.Send(new FindProducts(skus), cancellationToken);
        if (found.IsError)
        {
            return found.Errors;
        }

        var catalogue = found.Value.Products.ToDictionary(product => product.Sku, StringComparer.Ordinal);
        List<Error> errors = [];
        List<OrderLine> lines = [];
        for (var i = 0; i < wanted.Count; i++)
        {
            if (catalogue.TryGetValue(wanted[i].Sku!, out var product))
            {
                lines.Add(new OrderLine(new Sku(product.Sku), product.Name, wanted[i].Quantity, product.PriceMinor));
            }
            else
            {
                errors.Add(InvalidField.Named($"Lines[{i}].Sku", "The catalogue has no such product."));
            }
        }

        var currencies = catalogue.Values.Select(product => product.Currency).Distinct(StringComparer.Ordinal).ToList();
        if (errors.Count == 0 && currencies.Count > 1)
        {
            errors.Add(InvalidField.Named(nameof(request.Lines), "The products are priced in different currencies: order them apart."));
        }

        return errors.Count == 0 ? await orders.AddAsync(me.CustomerId, Place, key, cancellationToken) : errors;

        Order Place(CustomerId owner) => Order.Place(owner, new Currency(currencies[0]), lines, time.GetUtcNow());
    }
}
