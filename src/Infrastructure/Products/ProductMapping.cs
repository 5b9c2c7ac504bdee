using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Modular.Domain.Products;

namespace Modular.Infrastructure.Products;

internal sealed class ProductMapping : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable("products");
        builder.HasKey(product => product.Sku);
        builder.Property(product => product.Name).HasMaxLength(Product.MaxNameLength);
        builder.Ignore(product => product.Price);
    }
}
