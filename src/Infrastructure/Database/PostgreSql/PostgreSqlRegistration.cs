using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Modular.Application.Customers;
using Modular.Application.Database;
using Modular.Application.Orders;
using Modular.Application.Products;
using Modular.Infrastructure.Database.PostgreSql.Engine;
using Modular.Infrastructure.Database.PostgreSql.Schema;
using Modular.Infrastructure.Database.Schema;
using Modular.Infrastructure.Orders;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql;

/// <summary>Adds PostgreSQL.</summary>
public static class PostgreSqlRegistration
{
    /// <summary>Uses a PostgreSQL database.</summary>
    /// <param name="database">The builder.</param>
    /// <param name="connectionString">As Npgsql takes it, like <c>Host=db.example.com;Database=modular;Username=modular</c>.</param>
    /// <param name="passwordFile">The file with the password, read at each new connection; null where the connection string has it.</param>
    /// <exception cref="ConfigurationException">
    /// Another database is used already, the text is no connection string, or there is no password in the file.
    /// </exception>
    public static DatabaseBuilder UsePostgreSql(this DatabaseBuilder database, string connectionString, string? passwordFile = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        database.Choose("PostgreSql");
        var parsed = PostgreSqlConnectionString.Parse(connectionString);
        AddEngine(database.Services, parsed, passwordFile is null ? null : ReadOnce(new PasswordFile(passwordFile), parsed));
        AddStores(database.Services);
        database.Services.AddSingleton<IBackup>(_ => new PostgreSqlBackup(parsed));
        database.Services.AddScoped<ISchema>(services => new PostgreSqlSchema(
            services.GetRequiredService<ModularDb>(),
            services.GetRequiredService<NpgsqlDataSource>(),
            parsed,
            services.GetRequiredService<DbContextOptions<PostgreSqlDb>>(),
            services.GetRequiredService<SharedLook>(),
            services.GetRequiredService<PostgreSqlFailover>(),
            services.GetRequiredService<WriteDoubt>()));
        return database;
    }

    /// <summary>Uses the PostgreSQL database that is configured.</summary>
    /// <exception cref="ConfigurationException">There is no connection string, it is wrong, or there is no password in the file.</exception>
    internal static DatabaseBuilder UsePostgreSql(this DatabaseBuilder database, IConfiguration configuration) => database.UsePostgreSql(
        DatabaseBuilder.ConnectionStringOf(configuration, "Host=db.example.com;Database=modular;Username=modular"),
        configuration[PasswordFile.Setting] is { Length: > 0 } path ? path : null);

    private static void AddEngine(IServiceCollection services, NpgsqlConnectionStringBuilder parsed, PasswordFile? password)
    {
        services.AddSingleton<DatabaseTrouble>(PostgreSqlTrouble.Instance);
        services.AddSingleton(provider => PostgreSqlConnections.Create(
            parsed, password, provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PostgreSqlConnections))));
        services.AddDbContextPool<ModularDb, PostgreSqlDb>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<PostgreSqlFailover>();
        services.AddSingleton<IWriter>(provider => new PostgreSqlWriter(
            provider.GetRequiredService<DbContextOptions<PostgreSqlDb>>(),
            new NpgsqlConnectionStringBuilder(provider.GetRequiredService<NpgsqlDataSource>().ConnectionString).MaxPoolSize,
            provider.GetRequiredService<PostgreSqlFailover>(),
            provider.GetRequiredService<WriteDoubt>()));
    }

    private static void AddStores(IServiceCollection services)
    {
        services.AddScoped<IOrderStore, PostgreSqlOrderStore>();
        services.AddScoped<ICustomerStore, PostgreSqlCustomerStore>();
        services.AddScoped<IProductStore, PostgreSqlProductStore>();
        services.AddSingleton<OutboxRelay, PostgreSqlOutboxRelay>();
    }

    // The server starts with a password, or not at all.
    private static PasswordFile ReadOnce(PasswordFile file, NpgsqlConnectionStringBuilder settings)
    {
        if (!string.IsNullOrEmpty(settings.Password))
        {
            throw new ConfigurationException(
                $"{DatabaseBuilder.ConnectionString} has a Password, and {PasswordFile.Setting} names a file with one: remove one of them.");
        }

        file.Read();
        return file;
    }
}
