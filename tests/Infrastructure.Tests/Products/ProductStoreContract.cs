using Modular.Application.Products;
using Modular.Domain;
using Modular.Domain.Products;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Products;

/// <summary>The promises of the product store, on every database.</summary>
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

        listed.Select(product => product.Sku).Where(skus.Contains).ShouldBe(skus.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Products_are_added_changed_where_they_differ_and_otherwise_left_alone()
    {
        await PutAsync(Of("PUT-SAME"), Of("PUT-NAME"), Of("PUT-PRICE"), Of("PUT-CURRENCY"), Of("PUT-OTHER"));

        Product[] next = [Of("PUT-SAME"), Of("PUT-NAME", "Green tea"), Of("PUT-PRICE", price: 101), Of("PUT-CURRENCY", currency: "KRW"), Of("PUT-NEW")];
        (await PutAsync(next)).ShouldBe(new ProductChanges(Added: 1, Changed: 3, Unchanged: 1));
        (await PutAsync(next)).ShouldBe(new ProductChanges(Added: 0, Changed: 0, Unchanged: 5));

        var found = await store.WithAsync<IProductStore, IReadOnlyList<ProductItem>>((products, cancellationToken) =>
            products.FindAsync([.. next.Select(product => product.Sku), new Sku("PUT-OTHER")], cancellationToken).AsTask());
        found.OrderBy(product => product.Sku, StringComparer.Ordinal).ShouldBe(
        [
            new("PUT-CURRENCY", "Tea", 100, "KRW"), new("PUT-NAME", "Green tea", 100, "EUR"), new("PUT-NEW", "Tea", 100, "EUR"),
            new("PUT-OTHER", "Tea", 100, "EUR"), new("PUT-PRICE", "Tea", 101, "EUR"), new("PUT-SAME", "Tea", 100, "EUR"),
        ]);
    }

    [Fact]
    public async Task Of_several_at_once_each_product_is_added_by_one()
    {
        var products = Enumerable.Range(0, 300).Select(i => Of($"AT-ONCE-{i}")).ToArray();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PutAsync(products)));

        outcomes.Sum(outcome => outcome.Added).ShouldBe(300);
        outcomes.Sum(outcome => outcome.Unchanged).ShouldBe(900);
    }

    private static Product Of(string sku, string name = "Tea", long price = 100, string currency = "EUR") =>
        new(new Sku(sku), name, new Money(price, new Currency(currency)));

    private Task<ProductChanges> PutAsync(params Product[] products) => store.WithAsync<IProductStore, ProductChanges>(
        (catalogue, cancellationToken) => catalogue.PutAsync(products, cancellationToken));
}
