using Modular.Application.Products;
using Modular.Domain;
using Modular.Domain.Products;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Products;

/// <summary>What the port of products promises, whichever database is behind it.</summary>
public abstract class ProductStoreContract(Store store)
{
    [Fact]
    public async Task The_catalogue_is_in_the_sequence_of_the_letters_and_the_same_on_every_database()
    {
        string[] skus = ["TEA-1", "TEA", "TEA1", "TEA-B", "TEAA", "0", "TEA-0-1", "TEA0"];
        await store.WriteAsync((db, cancellationToken) =>
        {
            db.Products.AddRange(skus.Select(sku => new Product(new Sku(sku), "Tea", new Money(100, new Currency("EUR")))));
            return db.SaveChangesAsync(cancellationToken);
        });

        var listed = await store.WithAsync<IProductStore, IReadOnlyList<ProductItem>>((products, cancellationToken) => products.ListAsync(cancellationToken));

        listed.Select(product => product.Sku).ShouldBe(skus.Order(StringComparer.Ordinal));
    }
}
