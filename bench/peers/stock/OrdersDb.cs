using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Modular.StockPeer;

/// <summary>As much of the tables as the list needs.</summary>
internal sealed class OrdersDb(DbContextOptions<OrdersDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Identity> Identities => Set<Identity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(order =>
        {
            order.ToTable("orders");
            order.Property(o => o.Id).HasColumnName("id");
            order.Property(o => o.CustomerId).HasColumnName("customer_id");
            order.Property(o => o.Status).HasColumnName("status");
            order.Property(o => o.Currency).HasColumnName("currency");
            order.Property(o => o.TotalMinor).HasColumnName("total_minor");
            order.Property(o => o.PlacedAt).HasColumnName("placed_at").HasConversion(new ValueConverter<DateTimeOffset, long>(
                instant => instant.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value)));
        });
        modelBuilder.Entity<Identity>(identity =>
        {
            identity.ToTable("customer_identities");
            identity.Property(i => i.Id).HasColumnName("id");
            identity.Property(i => i.CustomerId).HasColumnName("customer_id");
            identity.Property(i => i.Issuer).HasColumnName("issuer");
            identity.Property(i => i.Subject).HasColumnName("subject");
        });
    }
}
