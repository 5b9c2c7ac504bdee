using System.Text;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Customers;
using Modular.Application.Orders;
using Modular.Application.Products;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;
using Modular.Infrastructure.Database.Sqlite.Engine;
using Modular.Infrastructure.Orders;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteReadersTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static readonly SqliteQuery TypeOf = new("SELECT typeof(?1)");
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_frequent_statement_is_compiled_once_also_when_SQLite_has_statistics_of_its_indexes()
    {
        var owners = Enumerable.Range(0, 20).Select(_ => CustomerId.New(Now)).ToList();
        await store.WriteAsync(async (db, cancellationToken) =>
        {
            foreach (var (owner, i) in owners.Select((owner, i) => (owner, i)))
            {
                db.Customers.Add(Customer.FirstSeen(owner, "https://issuer.example", $"subject-{i}", Now));
                db.Products.Add(new Product(new Sku($"P-{i}"), "Tea", new Money(350, new Currency("EUR"))));
                db.Orders.AddRange(Enumerable.Range(0, 10).Select(_ => Order.Place(
                    owner, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 1, 350)], Now)));
            }

            return await db.SaveChangesAsync(cancellationToken);
        });
        await PlaceAsync(owners[0], "before");
        await store.WriteAsync((db, cancellationToken) => db.Database.ExecuteSqlRawAsync("ANALYZE", cancellationToken));
        await PlaceAsync(owners[0], "once more, for a change of the schema counts");
        var before = await RecompiledAsync();

        foreach (var (owner, i) in owners.Select((owner, i) => (owner, i)))
        {
            await store.WithAsync<ICustomerStore, CustomerStanding?>((customers, cancellationToken) =>
                customers.FindByIdentityAsync("https://issuer.example", $"subject-{i}", cancellationToken).AsTask());
            foreach (var status in new OrderStatus?[] { null, OrderStatus.Placed })
            {
                foreach (var newestFirst in new[] { false, true })
                {
                    var query = new OrderQuery(status, new OrderId(i + 5), 1 + i, newestFirst);
                    await store.WithAsync<IOrderStore, IReadOnlyList<OrderSummary>>((orders, cancellationToken) =>
                        orders.ListAsync(owner, query, cancellationToken).AsTask());
                }
            }

            await store.WithAsync<IProductStore, IReadOnlyList<ProductItem>>((products, cancellationToken) =>
                products.FindAsync([new Sku($"P-{i}"), new Sku("TEA")], cancellationToken).AsTask());
            await PlaceAsync(owner, $"key-{i}");
        }

        (await RecompiledAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData("", "text")]
    [InlineData("茶", "text")]
    public async Task A_text_that_is_absent_is_NULL_and_an_empty_one_is_not(string? text, string type) =>
        (await store.WithAsync<SqliteReaders, string>((readers, _) => Task.FromResult(readers.Read(TypeOf, text, static (rows, asked) =>
        {
            rows.Bind(1, asked);
            return rows.Next() ? Encoding.UTF8.GetString(rows.Bytes(0)) : "";
        })))).ShouldBe(type);

    private async Task<(int ByReaders, int ByWriter)> RecompiledAsync() => (
        await store.WithAsync<SqliteReaders, int>((readers, _) => Task.FromResult(readers.Recompiled)),
        await store.WithAsync<SqliteWriter, int>((writer, cancellationToken) => writer.WriteAsync(write => write.Recompiled, cancellationToken)));

    // As the handler and the relay do it.
    private async Task PlaceAsync(CustomerId owner, string key)
    {
        await store.WithAsync<IOrderStore, bool>(async (orders, cancellationToken) =>
        {
            var name = new IdempotencyKey(key, new byte[32]);
            await orders.FindPlacedAsync(owner, name, cancellationToken);
            return (await orders.AddAsync(
                owner,
                customer => Order.Place(customer, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 1, 350)], TimeProvider.System.GetUtcNow()),
                name,
                cancellationToken)).IsError;
        });
        await store.WithAsync<OutboxRelay, bool>(async (relay, cancellationToken) =>
        {
            await relay.RelayAsync(cancellationToken);
            return true;
        });
    }
}
