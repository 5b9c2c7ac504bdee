using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Modular.Infrastructure.Database.PostgreSql.Engine;

/// <summary>The database on PostgreSQL.</summary>
internal sealed class PostgreSqlDb(DbContextOptions<PostgreSqlDb> options) : ModularDb(options)
{
    // Byte by byte, as SQLite does: whatever the database's own collation is, pages and comparisons are the same on both.
    private const string ToTheLetter = "C";

    // Any number that no other lock has (see PostgreSqlOutboxRelay), as long as every node has the same.
    private const long RetentionLock = 0x55706B656570;

    public override Task LockOrderAsync(OrderId id, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT FROM orders WHERE id = {id.Value} FOR UPDATE", cancellationToken);

    public override Task LockCustomersAsync(IReadOnlyCollection<CustomerId> ids, CancellationToken cancellationToken)
    {
        // In one sequence, so that two who want the same ones do not wait for each other.
        var keys = ids.Select(id => id.Value).Order().ToArray();
        return Database.ExecuteSqlAsync($"SELECT FROM customers WHERE id = ANY ({keys}) ORDER BY id FOR UPDATE", cancellationToken);
    }

    public override async Task<IReadOnlySet<CustomerId>> TryLockCustomersAsync(IReadOnlyCollection<CustomerId> ids, CancellationToken cancellationToken)
    {
        var keys = ids.Select(id => id.Value).ToArray();
        var locked = await Database.SqlQuery<Guid>(
            $"SELECT id AS \"Value\" FROM customers WHERE id = ANY ({keys}) FOR UPDATE SKIP LOCKED").ToListAsync(cancellationToken);
        return locked.Select(id => new CustomerId(id)).ToHashSet();
    }

    public override Task<bool> TryLockRetentionAsync(CancellationToken cancellationToken) =>
        Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({RetentionLock}) AS \"Value\"").SingleAsync(cancellationToken);

    public override Task<bool> HasTableAsync(string name, CancellationToken cancellationToken) =>
        Database.SqlQuery<bool>($"SELECT to_regclass(quote_ident({name})) IS NOT NULL AS \"Value\"").SingleAsync(cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HavePrecision(3);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        modelBuilder.Entity<Order>()
            .HasIndex([nameof(Order.CustomerId), nameof(Order.Id)], OwnPageIndex)
            .IncludeProperties([.. OnPage]);

        // A number is never given twice, and never chosen by a statement.
        foreach (var number in Numbers(modelBuilder.Model))
        {
            number.SetValueGenerationStrategy(NpgsqlValueGenerationStrategy.IdentityAlwaysColumn);
        }

        foreach (var property in modelBuilder.Model.GetEntityTypes()
            .Where(entity => !entity.IsMappedToJson())
            .SelectMany(entity => entity.GetProperties())
            .Where(IsText))
        {
            property.SetCollation(ToTheLetter);
        }
    }

    private static bool IsText(IReadOnlyProperty property) =>
        (property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string)
        && property.FindAnnotation(RelationalAnnotationNames.ColumnType) is null;
}
