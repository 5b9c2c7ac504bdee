using System.Reflection;
using ErrorOr;
using Modular.Application.Orders;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;
using Modular.Infrastructure.Database.Sqlite;
using Modular.Infrastructure.Database.Sqlite.Engine;
using Modular.Infrastructure.Tests.Orders;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteOrderStoreTests(SqliteStore store) : OrderStoreContract(store), IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store = store;

    [Fact]
    public async Task What_is_placed_without_EF_is_in_the_file_to_the_letter_as_EF_writes_it()
    {
        var now = TimeProvider.System.GetUtcNow();
        var owner = await _store.AddCustomerAsync(CustomerId.New(now));
        Order Place(CustomerId customer) => Order.Place(
            customer,
            new Currency("EUR"),
            [new OrderLine(new Sku("TEA"), "Grüner \"Tee\" <b>& Co.</b> \\ 茶 \U0001F375", 999, 99_999), new OrderLine(new Sku("A-1"), "+'", 1, 0)],
            now);

        var placed = await _store.WithAsync<IOrderStore, ErrorOr<OrderDetails>>((orders, cancellationToken) =>
            orders.AddAsync(owner, Place, key: null, cancellationToken));
        await _store.WriteAsync((db, cancellationToken) =>
        {
            db.Orders.Add(Place(owner));
            return db.SaveChangesAsync(cancellationToken);
        });

        var columns = await _store.ReadAsync("SELECT name FROM pragma_table_info('orders') WHERE name <> 'id'");
        var all = string.Join(" || '|' || ", columns.Select(column => $"typeof({column}) || quote({column})"));
        var rows = await _store.ReadAsync($"SELECT {all} FROM orders WHERE id >= {placed.Value.Id} ORDER BY id");
        rows.Count.ShouldBe(2);
        rows[0].ShouldContain("unit_price_minor");
        rows[0].ShouldBe(rows[1]);
    }

    [Fact]
    public async Task What_is_inserted_without_EF_fills_every_column_of_its_table()
    {
        var inserts = typeof(SqliteOrderStore).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(field => field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(SqliteInsert<>))
            .Select(field => field.GetValue(null))
            .Select(insert => ((SqliteQuery)insert!.GetType().GetProperty("Query")!.GetValue(insert)!).Text)
            .ToList();
        inserts.Count.ShouldBeGreaterThan(2);
        foreach (var insert in inserts)
        {
            var table = insert.Split(' ')[2];
            var named = insert[(insert.IndexOf('(', StringComparison.Ordinal) + 1)..insert.IndexOf(')', StringComparison.Ordinal)].Split(", ");

            // The number of a row is the only thing that SQLite gives by itself.
            var columns = await _store.ReadAsync($"SELECT name FROM pragma_table_info('{table}') WHERE NOT (pk = 1 AND type = 'INTEGER')");
            named.ShouldBe(columns, ignoreOrder: true, table);
        }
    }
}
