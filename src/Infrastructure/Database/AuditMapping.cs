using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Modular.Domain;

namespace Modular.Infrastructure.Database;

/// <summary>The audit trail. That it is only ever appended to is for the database to enforce: see its migration.</summary>
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
