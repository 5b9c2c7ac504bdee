using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Customers;

internal sealed class CustomerMapping : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("customers");
        builder.HasKey(customer => customer.Id);
        builder.Property(customer => customer.Id).ValueGeneratedNever();

        // The few that became part of another customer, to find them when that one does.
        builder.HasIndex(customer => customer.MergedInto);
        builder.Ignore(customer => customer.IsUnused);

        // No query searches in a profile: it is one column, which is emptied at once when the account is closed.
        builder.Property(customer => customer.Profile).HasConversion<ProfileJson>();

        builder.OwnsMany(customer => customer.Identities, identity =>
        {
            identity.ToTable("customer_identities");
            identity.WithOwner().HasForeignKey("CustomerId");
            identity.HasKey(i => i.Id);
            identity.Property(i => i.Id).ValueGeneratedNever();
            identity.Property(i => i.Issuer).HasMaxLength(ExternalIdentity.MaxIssuerLength);
            identity.Property(i => i.Subject).HasMaxLength(ExternalIdentity.MaxSubjectLength);

            // Two first requests at once: the second one finds that the first one was quicker.
            identity.HasIndex(i => new { i.Issuer, i.Subject }).IsUnique();
        });
    }
}
