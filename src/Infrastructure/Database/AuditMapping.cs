using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Modular.Domain;

namespace Modular.Infrastructure.Database;

/// <summary>The table of the audit trail. The triggers of each database keep entries from being changed or deleted.</summary>
internal sealed class AuditMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).ValueGeneratedOnAdd();
        builder.HasIndex(entry => new { entry.CustomerId, entry.Id });
    }
}
