using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>The database on SQLite.</summary>
internal sealed class SqliteDb(DbContextOptions<SqliteDb> options) : ModularDb(options)
{
    // The one writer has the whole file.
    public override Task LockOrderAsync(OrderId id, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task LockCustomersAsync(IReadOnlyCollection<CustomerId> ids, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<IReadOnlySet<CustomerId>> TryLockCustomersAsync(IReadOnlyCollection<CustomerId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<CustomerId>>(ids.ToHashSet());

    public override Task<bool> TryLockRetentionAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public override Task<bool> HasTableAsync(string name, CancellationToken cancellationToken) =>
        Database.SqlQuery<bool>($"SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = {name}) AS \"Value\"").SingleAsync(cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<SqliteConversions.UnixMilliseconds>();
        configurationBuilder.Properties<CustomerId>().HaveConversion<SqliteConversions.CustomerKeyBytes>();
        configurationBuilder.Properties<Guid>().HaveConversion<SqliteConversions.GuidBytes>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        modelBuilder.Entity<Order>()
            .HasIndex([nameof(Order.CustomerId), nameof(Order.Id), .. OnPage], OwnPageIndex);

        // A number is never given twice.
        foreach (var number in Numbers(modelBuilder.Model))
        {
            number.SetValueGenerationStrategy(SqliteValueGenerationStrategy.Autoincrement);
        }
    }
}
