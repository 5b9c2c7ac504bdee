using Modular.Application.Products;
using Modular.Domain.Products;
using Modular.Infrastructure.Products;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql;

/// <summary>The catalogue in a PostgreSQL database.</summary>
internal sealed class PostgreSqlProductStore(NpgsqlDataSource database, Lazy<ModularDb> db, IWriter writer) : ProductStore(db, writer)
{
    private const string BySku = "SELECT sku, name, price_minor, currency FROM products WHERE sku = ANY ($1)";

    public override async ValueTask<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Sku> skus, CancellationToken cancellationToken)
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
