using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Modular.Infrastructure.Orders;

internal sealed class OrderEventMapping : IEntityTypeConfiguration<StoredOrderEvent>
{
    public void Configure(EntityTypeBuilder<StoredOrderEvent> builder)
    {
        builder.ToTable("order_events");
        builder.HasKey(stored => stored.Position);
        builder.Property(stored => stored.Position).ValueGeneratedOnAdd();

        // My events behind a position: one range.
        builder.HasIndex(stored => new { stored.CustomerId, stored.Position });
    }
}
