using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Tests.Products;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Infrastructure.Database.Sqlite.Engine;
using Modular.Infrastructure.Orders;

namespace Modular.Application.Tests;

/// <summary>A SQLite file of its own with all tables and the sample products, and the customers, orders and events that a test puts into it.</summary>
internal sealed class SqliteFixture : IDisposable
{
    private const string Issuer = "https://issuer.example";

    // The migrations run once for a test program.
    private static readonly Lazy<byte[]> Migrated = new(Migrate);

    private readonly string _folder = Directory.CreateTempSubdirectory("modular-application-").FullName;
    private readonly Lazy<SqliteDb> _db;

    public SqliteFixture()
    {
        File.WriteAllBytes(Path.Combine(_folder, "modular.db"), Migrated.Value);
        _db = new Lazy<SqliteDb>(() => Open(ConnectionString));
    }

    public string ConnectionString => ConnectionStringOf(_folder);

    /// <summary>All customers.</summary>
    public IReadOnlyList<Customer> Customers => [.. Db.Customers];

    /// <summary>All orders.</summary>
    public IReadOnlyList<Order> Orders => [.. Db.Orders];

    /// <summary>The audit trail, in sequence.</summary>
    public IReadOnlyList<AuditEntry> Trail => [.. Db.AuditEntries.OrderBy(entry => entry.Id)];

    private SqliteDb Db
    {
        get
        {
            _db.Value.ChangeTracker.Clear();
            return _db.Value;
        }
    }

    public CustomerId IdOf(string subject) => Db.Customers.Single(customer => customer.Identities.Any(identity => identity.Subject == subject)).Id;

    /// <summary>Adds the customer of a person.</summary>
    public CustomerId AddCustomer(string subject, CustomerStatus status = CustomerStatus.Active, DateTimeOffset? signedOutAt = null)
    {
        var customer = Customer.FirstSeen(CustomerId.New(Callers.Noon), Issuer, subject, Callers.Noon);
        if (status == CustomerStatus.Suspended)
        {
            customer.Suspend();
        }

        if (signedOutAt is { } at)
        {
            customer.SignOutEverywhere(at);
        }

        Add(customer);
        return customer.Id;
    }

    /// <summary>Adds an order of <paramref name="owner"/> that reached <paramref name="steps"/>.</summary>
    /// <returns>Its number.</returns>
    public long AddOrder(CustomerId owner, params OrderStatus[] steps)
    {
        var order = Order.Place(owner, new Currency("EUR"), [new OrderLine(new Domain.Products.Sku("POT"), "Pot", 1, 5400)], Callers.Noon);
        foreach (var step in steps)
        {
            order.TryBecome(step, Actor.Client("fulfilment-client"), Callers.Noon).ShouldBeTrue();
        }

        Add(order);
        return order.Id.Value;
    }

    public Order OrderOf(long id) => Db.Orders.Single(order => order.Id == new OrderId(id));

    /// <summary>Adds an event behind the last one.</summary>
    public void AddEvent(CustomerId owner, long order, OrderStatus status) =>
        Add(new StoredOrderEvent(owner, new OrderId(order), status, Callers.Noon));

    /// <summary>Deletes all events, as the retention job does.</summary>
    public void DeleteEvents() => Db.Set<StoredOrderEvent>().ExecuteDelete();

    public void Dispose()
    {
        if (_db.IsValueCreated)
        {
            _db.Value.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Migrate()
    {
        var folder = Directory.CreateTempSubdirectory("modular-application-").FullName;
        using (var db = Open(ConnectionStringOf(folder)))
        {
            db.Database.Migrate();
            db.Products.AddRange(SampleProducts.All);
            db.SaveChanges();
        }

        var bytes = File.ReadAllBytes(Path.Combine(folder, "modular.db"));
        Directory.Delete(folder, recursive: true);
        return bytes;
    }

    private static string ConnectionStringOf(string folder) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(folder, "modular.db"),
        Pooling = false,
    }.ConnectionString;

    private static SqliteDb Open(string connectionString) =>
        SqliteWriter.Alone(connectionString, new DbContextOptionsBuilder<SqliteDb>().UseSqlite(connectionString).Options);

    private void Add(object entity)
    {
        Db.Add(entity);
        _db.Value.SaveChanges();
    }
}
