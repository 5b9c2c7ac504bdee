using Microsoft.EntityFrameworkCore;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Database;

/// <summary>The database on SQLite.</summary>
internal sealed class SqliteDb(DbContextOptions<SqliteDb> options) : ModularDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Conversions.UnixMilliseconds>();
        configurationBuilder.Properties<CustomerId>().HaveConversion<Conversions.CustomerKeyBytes>();
        configurationBuilder.Properties<Guid>().HaveConversion<Conversions.GuidBytes>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // A number is never given twice.
        modelBuilder.Entity<Order>().Property(order => order.Id).UseAutoincrement();
        modelBuilder.Entity<AuditEntry>().Property(entry => entry.Id).UseAutoincrement();
    }
}
