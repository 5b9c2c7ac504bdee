using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Database;

/// <summary>The database on PostgreSQL.</summary>
internal sealed class PostgreSqlDb(DbContextOptions<PostgreSqlDb> options) : ModularDb(options)
{
    // Byte by byte, as SQLite does: whatever the database's own collation is, pages and comparisons are the same on both.
    private const string ToTheLetter = "C";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HavePrecision(3);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // A number is never given twice, nor chosen by whoever writes.
        modelBuilder.Entity<Order>().Property(order => order.Id).UseIdentityAlwaysColumn();
        modelBuilder.Entity<AuditEntry>().Property(entry => entry.Id).UseIdentityAlwaysColumn();

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
