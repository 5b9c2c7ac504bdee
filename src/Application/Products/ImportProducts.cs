using System.Globalization;
using ErrorOr;
using FluentValidation;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Products;

namespace Modular.Application.Products;

/// <summary>Puts products into the catalogue: all of them, or none. Products that are not among them stay as they are. For operators.</summary>
/// <param name="Products">Each SKU once; a few hundred, because other writers wait meanwhile.</param>
/// <param name="CheckOnly">Whether the products are only validated. Then the answer says of no product that anything was done.</param>
public sealed record ImportProducts(IReadOnlyList<ImportProducts.Item> Products, bool CheckOnly = false) : IUseCase<ProductChanges>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Operators();

    /// <summary>A product.</summary>
    /// <param name="Sku">1 to 40 capital letters, digits and hyphens, a letter or digit first.</param>
    /// <param name="Name">At most 200 characters, no control characters, no spaces at its ends.</param>
    /// <param name="PriceMinor">The price of one, in minor units; null if it is no whole number.</param>
    /// <param name="Currency">Three capital letters (ISO 4217).</param>
    public sealed record Item(string Sku, string Name, long? PriceMinor, string Currency);
}

internal sealed class ImportProductsValidator : AbstractValidator<ImportProducts>
{
    // One error for each product. A rule for each of them and each property would take many times as long for a large catalogue.
    public ImportProductsValidator() => RuleFor(r => r.Products).Custom((products, context) =>
    {
        var skus = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < products.Count; i++)
        {
            if ((ProblemOf(products[i]) ?? (skus.Add(products[i].Sku) ? null : "Its sku is that of a product before it.")) is { } problem)
            {
                context.AddFailure(string.Create(CultureInfo.InvariantCulture, $"{nameof(ImportProducts.Products)}[{i}]"), problem);
            }
        }
    });

    private static string? ProblemOf(ImportProducts.Item product) =>
        !Sku.IsSku(product.Sku) ? string.Create(
            CultureInfo.InvariantCulture, $"Its sku is not 1 to {Sku.MaxLength} capital letters, digits and hyphens, beginning with a letter or digit.")
        : !product.Name.IsText(Product.MaxNameLength) || product.Name.Trim().Length != product.Name.Length ? string.Create(
            CultureInfo.InvariantCulture, $"Its name is empty, longer than {Product.MaxNameLength} characters, or has control characters or spaces at its ends.")
        : product.PriceMinor is not (>= 0 and <= Money.MaxPriceMinor) ? string.Create(
            CultureInfo.InvariantCulture, $"Its price is not a whole number of minor units, 0 to {Money.MaxPriceMinor}.")
        : !Currency.IsCode(product.Currency) ? "Its currency is not three capital letters, like EUR."
        : null;
}

internal sealed class ImportProductsHandler(IProductStore products) : IHandler<ImportProducts, ProductChanges>
{
    public async Task<ErrorOr<ProductChanges>> Handle(ImportProducts request, CancellationToken cancellationToken) => request.CheckOnly
        ? new ProductChanges(0, 0, 0)
        : await products.PutAsync(
            [.. request.Products.Select(item => new Product(new Sku(item.Sku), item.Name, new Money(item.PriceMinor!.Value, new Currency(item.Currency))))],
            cancellationToken);
}
