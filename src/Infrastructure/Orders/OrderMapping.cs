using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Orders;

internal sealed class OrderMapping : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.ToTable("orders");
        builder.HasKey(order => order.Id);
        builder.Property(order => order.Id).ValueGeneratedOnAdd();
        builder.Property(order => order.Version).IsConcurrencyToken();

        // An order is read and written as a whole, and its lines never change: one row instead of four.
        builder.OwnsMany(order => order.Lines, line =>
        {
            line.ToJson("lines");
            line.Ignore(l => l.TotalMinor);
        });
        builder.OwnsMany(order => order.History, entry => entry.ToJson("history"));

        // Each page is one range of an index: my orders of one status, and the fulfilment queue. The index of all my orders has the columns of the
        // whole page, and each database declares it in its own way.
        builder.HasIndex(order => new { order.CustomerId, order.Status, order.Id });
        builder.HasIndex(order => new { order.Status, order.Id });
    }
}
