using System.Text.Json;
using Modular.Application.Products;
using Modular.Domain.Products;
using Modular.Infrastructure.Database.Sqlite.Engine;
using Modular.Infrastructure.Products;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>The catalogue in a SQLite file.</summary>
internal sealed class SqliteProductStore(Lazy<ModularDb> db, SqliteWriter writer, SqliteReaders readers) : ProductStore(db, writer)
{
    // All in one statement: an import meanwhile changes all of them or none.
    private static readonly SqliteQuery BySku = new(
        """
        SELECT sku, name, price_minor, currency FROM products
        WHERE sku IN (SELECT value FROM json_each(?1))
        """);

    public override ValueTask<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Sku> skus, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ProductItem>>(readers.Read(BySku, JsonSerializer.SerializeToUtf8Bytes(skus.Select(sku => sku.Value)), Take));

    private static List<ProductItem> Take(SqliteRows rows, byte[] skus)
    {
        rows.BindText(1, skus);
        var found = new List<ProductItem>();
        while (rows.Next())
        {
            found.Add(new ProductItem(rows.Text(0), rows.Text(1), rows.Number(2), rows.Text(3)));
        }

        return found;
    }
}
