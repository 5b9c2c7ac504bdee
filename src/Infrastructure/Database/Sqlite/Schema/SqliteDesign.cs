using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Modular.Infrastructure.Database.Sqlite.Engine;

namespace Modular.Infrastructure.Database.Sqlite.Schema;

/// <summary>For <c>dotnet ef migrations add</c>: the model alone, no database.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=design.db").Options);
}
