using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Modular.Infrastructure.Database.PostgreSql.Engine;
using Modular.Infrastructure.Database.Sqlite.Engine;
using Modular.NextRelease;

[assembly: HostingStartup(typeof(NextSchema))]

namespace Modular.NextRelease;

/// <summary>All that this release changes: the migrations that the program knows.</summary>
internal sealed class NextSchema : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services
        .ConfigureDbContext<SqliteDb>(options => options.ReplaceService<IMigrationsAssembly, NextMigrations>())
        .ConfigureDbContext<PostgreSqlDb>(options => options.ReplaceService<IMigrationsAssembly, NextMigrations>()));
}
