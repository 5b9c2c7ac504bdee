using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Modular.Application.Customers;
using Modular.Application.Database;
using Modular.Application.Orders;
using Modular.Application.Products;
using Modular.Infrastructure.Database.Schema;
using Modular.Infrastructure.Database.Sqlite.Engine;
using Modular.Infrastructure.Database.Sqlite.Schema;
using Modular.Infrastructure.Orders;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>Adds SQLite.</summary>
public static class SqliteRegistration
{
    /// <summary>Uses a SQLite file.</summary>
    /// <param name="database">The builder.</param>
    /// <param name="connectionString">As Microsoft.Data.Sqlite takes it, like <c>Data Source=modular.db</c>.</param>
    /// <exception cref="ConfigurationException">Another database is used already, or the text is no connection string.</exception>
    public static DatabaseBuilder UseSqlite(this DatabaseBuilder database, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(database);
        database.Choose("Sqlite");

        // SQLite is used beside its ADO.NET provider, which would do this when it is used first.
        SQLitePCL.Batteries_V2.Init();
        var parsed = SqliteConnectionString.Parse(connectionString);
        AddEngine(database.Services, parsed);
        AddStores(database.Services);
        database.Services.AddSingleton<IBackup>(_ => new SqliteBackup(parsed.DataSource));
        database.Services.AddScoped<RestoredBackup>(services => ActivatorUtilities.CreateInstance<SqliteRestoredBackup>(services));
        database.Services.AddScoped<ISchema>(services => new SqliteSchema(
            services.GetRequiredService<ModularDb>(),
            () => SqliteWriter.Alone(parsed.ConnectionString, services.GetRequiredService<DbContextOptions<SqliteDb>>()),
            parsed.DataSource,
            services.GetRequiredService<SqliteFile>(),
            services.GetRequiredService<DbContextOptions<SqliteDb>>(),
            services.GetRequiredService<SqliteWriter>(),
            services.GetRequiredService<SharedLook>(),
            services.GetRequiredService<WriteDoubt>()));
        return database;
    }

    /// <summary>Uses the SQLite file that is configured.</summary>
    /// <exception cref="ConfigurationException">There is no connection string, it is wrong, or there is a setting that a file has no use for.</exception>
    internal static DatabaseBuilder UseSqlite(this DatabaseBuilder database, IConfiguration configuration) =>
        configuration[PasswordFile.Setting] is { Length: > 0 }
            ? throw new ConfigurationException($"{PasswordFile.Setting} is set, and a SQLite file has no password: remove it.")
            : database.UseSqlite(DatabaseBuilder.ConnectionStringOf(configuration, "Data Source=/var/lib/modular/modular.db"));

    private static void AddEngine(IServiceCollection services, SqliteConnectionStringBuilder parsed)
    {
        // A server that finds no file makes none: an empty one would hide that the database is gone.
        var serving = new SqliteConnectionStringBuilder(parsed.ConnectionString) { Mode = SqliteOpenMode.ReadWrite }.ConnectionString;
        services.AddSingleton<DatabaseTrouble>(SqliteTrouble.Instance);
        services.AddSingleton(provider =>
        {
            var file = new SqliteFile(parsed.DataSource, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteFile>>());
            file.OnRenewal(() => ClearPool(serving));
            return file;
        });
        services.AddDbContextPool<ModularDb, SqliteDb>((provider, options) => options
            .UseSqlite(serving)
            .AddInterceptors(new SqliteSettings(provider.GetRequiredService<SqliteFile>())));
        services.AddSingleton(provider => new SqliteWriter(
            serving,
            provider.GetRequiredService<DbContextOptions<SqliteDb>>(),
            provider.GetRequiredService<SqliteFile>(),
            provider.GetRequiredService<WriteDoubt>(),
            provider.GetRequiredService<SqliteWriterMetrics>()));
        services.AddSingleton<SqliteWriterMetrics>();
        services.AddHostedService<SqliteCommandSpans>();
        services.AddSingleton<IWriter>(provider => provider.GetRequiredService<SqliteWriter>());
        services.AddSingleton<SqliteReaders>();
    }

    private static void AddStores(IServiceCollection services)
    {
        services.AddScoped<IOrderStore, SqliteOrderStore>();
        services.AddScoped<ICustomerStore, SqliteCustomerStore>();
        services.AddScoped<IProductStore, SqliteProductStore>();
        services.AddSingleton<OutboxRelay, SqliteOutboxRelay>();
    }

    private static void ClearPool(string connectionString)
    {
        using var any = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(any);
    }
}
