using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;

namespace Modular.Infrastructure.Database;

/// <summary>The database, whichever product holds it. Each noun maps its own tables, beside its store.</summary>
internal abstract class ModularDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>
    /// The index of my orders by number, with all that a page shows: twenty orders are next to one another in it, wherever in the table
    /// they are, and no planner is tempted to look for them by number.
    /// </summary>
    protected const string OwnPageIndex = "IX_orders_customer_id_id";

    /// <summary>The properties of an order that a page of my orders shows, beside its number.</summary>
    protected static readonly IReadOnlyList<string> OnPage =
        [nameof(Order.Status), nameof(Order.Currency), nameof(Order.TotalMinor), nameof(Order.PlacedAt)];

    /// <summary>Their columns, for a statement: they stand in <see cref="OwnPageIndex"/>.</summary>
    public static string PageColumns { get; } = string.Join(", ", OnPage.Select(ColumnOf));

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>
    /// The customers of which nothing is kept beside the customer itself and the audit trail. Each table with a <c>customer_id</c> is
    /// asked here, since no module knows the tables of another.
    /// </summary>
    /// <remarks>Orders are never deleted, so that events of orders and keys of their requests need no question of their own.</remarks>
    public IQueryable<Customer> CustomersWithoutData => Customers.Where(customer => !Orders.Any(order => order.CustomerId == customer.Id));

    /// <summary>Whether there is data of an existing customer: see <see cref="CustomersWithoutData"/>.</summary>
    public async Task<bool> HasDataOfAsync(CustomerId id, CancellationToken cancellationToken) =>
        !await CustomersWithoutData.AnyAsync(customer => customer.Id == id, cancellationToken);

    /// <summary>Makes other writers of this order wait until the transaction ends.</summary>
    public abstract Task LockOrderAsync(OrderId id, CancellationToken cancellationToken);

    /// <summary>Makes other writers of these customers, and of their new orders, wait until the transaction ends.</summary>
    public abstract Task LockCustomersAsync(IReadOnlyCollection<CustomerId> ids, CancellationToken cancellationToken);

    /// <summary>As <see cref="LockCustomersAsync"/>, for the customers that no other writer has locked: it waits for no writer.</summary>
    /// <returns>The customers that are locked.</returns>
    public abstract Task<IReadOnlySet<CustomerId>> TryLockCustomersAsync(IReadOnlyCollection<CustomerId> ids, CancellationToken cancellationToken);

    /// <summary>Keeps other nodes from running retention until the transaction ends.</summary>
    /// <returns>Whether no other node runs it.</returns>
    public abstract Task<bool> TryLockRetentionAsync(CancellationToken cancellationToken);

    /// <summary>Whether there is a table of that name, in the model or not.</summary>
    public abstract Task<bool> HasTableAsync(string name, CancellationToken cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<OrderId>().HaveConversion<Conversions.OrderNumber>();
        configurationBuilder.Properties<CustomerId>().HaveConversion<Conversions.CustomerKey>();
        configurationBuilder.Properties<Sku>().HaveConversion<Conversions.SkuText>().HaveMaxLength(Sku.MaxLength);
        configurationBuilder.Properties<Currency>().HaveConversion<Conversions.CurrencyCode>().HaveMaxLength(3);
        configurationBuilder.Properties<Actor>().HaveConversion<Conversions.ActorText>();
    }

    /// <summary>The keys that the database counts.</summary>
    protected static IEnumerable<IMutableProperty> Numbers(IMutableModel model) => model.GetEntityTypes()
        .Where(entity => !entity.IsOwned())
        .Select(entity => entity.FindPrimaryKey()?.Properties)
        .Where(key => key is [{ ValueGenerated: ValueGenerated.OnAdd }])
        .Select(key => (IMutableProperty)key![0]);

    private static string ColumnOf(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ModularDb).Assembly);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            var name = ColumnOf(property.Name);
            if (!property.DeclaringType.IsMappedToJson())
            {
                property.SetColumnName(name);
            }
            else if (!property.IsKey())
            {
                property.SetJsonPropertyName(name);
            }
        }
    }
}
