using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Modular.Infrastructure.Database.PostgreSql.Engine;

namespace Modular.Infrastructure.Database.PostgreSql.Schema;

/// <summary>For <c>dotnet ef migrations add</c>: the model alone, no database.</summary>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<PostgreSqlDb>
{
    public PostgreSqlDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlDb>().UseNpgsql("Host=design.invalid;Database=design").Options);
}
