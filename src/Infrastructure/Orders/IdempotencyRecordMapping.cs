using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Modular.Application.Orders;

namespace Modular.Infrastructure.Orders;

internal sealed class IdempotencyRecordMapping : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("idempotency_keys");
        builder.HasKey(used => new { used.CustomerId, used.Key });
        builder.Property(used => used.Key).HasMaxLength(IdempotencyKey.MaxLength);

        // For upkeep, which takes the oldest.
        builder.HasIndex(used => used.At);
    }
}
