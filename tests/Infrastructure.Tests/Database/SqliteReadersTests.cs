using Microsoft.EntityFrameworkCore;
using Modular.Application.Customers;
using Modular.Application.Orders;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Tests.Database;

public sealed class SqliteReadersTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_every_request_reads_is_compiled_once_also_when_SQLite_knows_what_its_indexes_hold()
    {
        var owners = Enumerable.Range(0, 20).Select(_ => CustomerId.New(Now)).ToList();
        await store.WriteAsync(async (db, cancellationToken) =>
        {
            foreach (var (owner, i) in owners.Select((owner, i) => (owner, i)))
            {
                db.Customers.Add(Customer.FirstSeen(owner, "https://issuer.example", $"subject-{i}", Now));
                db.Orders.AddRange(Enumerable.Range(0, 10).Select(_ => Order.Place(
                    owner, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 1, 350)], Now)));
            }

            return await db.SaveChangesAsync(cancellationToken);
        });
        await store.WriteAsync((db, cancellationToken) => db.Database.ExecuteSqlRawAsync("ANALYZE", cancellationToken));

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
        }

        (await store.WithAsync<SqliteReaders, int>((readers, _) => Task.FromResult(readers.Recompiled))).ShouldBe(0);
    }
}
