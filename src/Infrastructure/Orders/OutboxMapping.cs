using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Modular.Infrastructure.Orders;

internal sealed class OutboxMapping : IEntityTypeConfiguration<OutboxEntry>
{
    // 00-<trace>-<span>-<flags>
    private const int LongestTraceParent = 55;

    public void Configure(EntityTypeBuilder<OutboxEntry> builder)
    {
        builder.ToTable("outbox");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).ValueGeneratedOnAdd();
        builder.Property(entry => entry.TraceParent).HasMaxLength(LongestTraceParent);
    }
}
