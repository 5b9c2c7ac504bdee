using Modular.Application.Products;
using Modular.Domain.Products;
using Npgsql;

namespace Modular.Infrastructure.Products;

internal sealed class PostgreSqlProductsBySku(NpgsqlDataSource database) : IProductsBySku
{
    private const string BySku = "SELECT sku, name, price_minor, currency FROM products WHERE sku = ANY ($1)";

    public async ValueTask<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Sku> skus, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(BySku);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. skus.Select(sku => sku.Value)] });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<ProductItem>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(new ProductItem(rows.GetString(0), rows.GetString(1), rows.GetInt64(2), rows.GetString(3)));
        }

        return found;
    }
}
