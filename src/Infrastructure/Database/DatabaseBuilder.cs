using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Modular.Infrastructure.Database;

/// <summary>Chooses the database: <c>Use…</c> exactly one.</summary>
public sealed class DatabaseBuilder
{
    private const string ConnectionString = "ConnectionStrings:Modular";

    private const int BusySeconds = 5;

    private readonly IServiceCollection _services;
    private string? _used;

    internal DatabaseBuilder(IServiceCollection services) => _services = services;

    /// <summary>Uses the database of <c>Database:Provider</c> at <c>ConnectionStrings:Modular</c>.</summary>
    /// <exception cref="ConfigurationException">The provider is unknown, or there is no connection string.</exception>
    public DatabaseBuilder UseConfigured(IConfiguration configuration)
    {
        var provider = configuration["Database:Provider"] ?? "Sqlite";
        var passwordFile = configuration[PasswordFile.Setting] is { Length: > 0 } path ? path : null;
        return provider.ToUpperInvariant() switch
        {
            "POSTGRESQL" => UsePostgreSql(Required("Host=db.example.com;Database=modular;Username=modular"), passwordFile),
            "SQLITE" when passwordFile is not null => throw new ConfigurationException($"{PasswordFile.Setting} is set, and a SQLite file has no password: remove it."),
            "SQLITE" => UseSqlite(Required("Data Source=/var/lib/modular/modular.db")),
            _ => throw new ConfigurationException($"Database:Provider '{provider}' is unknown. Known: PostgreSql, Sqlite."),
        };

        string Required(string example) => configuration[ConnectionString] is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new ConfigurationException($"{ConnectionString} is missing: set it, like '{example}'.");
    }

    /// <summary>Uses a SQLite file.</summary>
    /// <param name="connectionString">As Microsoft.Data.Sqlite takes it, like <c>Data Source=modular.db</c>.</param>
    /// <exception cref="ConfigurationException">Another database is used already, or the text is no connection string.</exception>
    public DatabaseBuilder UseSqlite(string connectionString)
    {
        Choose("Sqlite");

        // SQLite is used beside its ADO.NET provider, which would do this when it is used first.
        SQLitePCL.Batteries_V2.Init();
        var parsed = Parse(connectionString);

        // A server that finds no file makes none: an empty one would hide that the database is gone.
        var serving = new SqliteConnectionStringBuilder(parsed.ConnectionString) { Mode = SqliteOpenMode.ReadWrite }.ConnectionString;
        _services.AddSingleton(services =>
        {
            var file = new SqliteFile(parsed.DataSource, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SqliteFile>>());
            file.OnRenewal(() => ClearPool(serving));
            return file;
        });
        _services.AddDbContextPool<ModularDb, SqliteDb>((services, options) => options
            .UseSqlite(serving)
            .AddInterceptors(new SqliteSettings(services.GetRequiredService<SqliteFile>())));
        _services.AddSingleton(services => new SqliteWriter(
            serving,
            services.GetRequiredService<DbContextOptions<SqliteDb>>(),
            services.GetRequiredService<SqliteFile>(),
            services.GetRequiredService<WriteDoubt>()));
        _services.AddSingleton<IWriter>(services => services.GetRequiredService<SqliteWriter>());
        _services.AddSingleton<SqliteReaders>();
        _services.AddScoped(services => new RestoredBackup(
            services.GetRequiredService<ModularDb>(), services.GetRequiredService<IWriter>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<RestoredBackup>>()));
        _services.AddSingleton<IBackup>(_ => new SqliteBackup(parsed.DataSource));
        _services.AddScoped<ISchema>(services => new SqliteSchema(
            services.GetRequiredService<ModularDb>(),
            () => SqliteWriter.Alone(parsed.ConnectionString, services.GetRequiredService<DbContextOptions<SqliteDb>>()),
            parsed.DataSource,
            services.GetRequiredService<SqliteFile>(),
            services.GetRequiredService<DbContextOptions<SqliteDb>>(),
            services.GetRequiredService<SqliteWriter>(),
            services.GetRequiredService<SharedLook>(),
            services.GetRequiredService<WriteDoubt>()));
        return this;
    }

    /// <summary>Uses a PostgreSQL database.</summary>
    /// <param name="connectionString">As Npgsql takes it, like <c>Host=db.example.com;Database=modular;Username=modular</c>.</param>
    /// <param name="passwordFile">The file with the password, read at each new connection; null where the connection string has it.</param>
    /// <exception cref="ConfigurationException">
    /// Another database is used already, the text is no connection string, or there is no password in the file.
    /// </exception>
    public DatabaseBuilder UsePostgreSql(string connectionString, string? passwordFile = null)
    {
        Choose("PostgreSql");
        var parsed = PostgreSqlConnectionString.Parse(connectionString);
        var password = passwordFile is null ? null : ReadOnce(new PasswordFile(passwordFile), parsed);
        _services.AddSingleton(services => PostgreSqlConnections.Create(
            parsed, password, services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PostgreSqlConnections))));
        _services.AddDbContextPool<ModularDb, PostgreSqlDb>((services, options) =>
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
        _services.AddSingleton<PostgreSqlFailover>();
        _services.AddSingleton<IWriter>(services => new PostgreSqlWriter(
            services.GetRequiredService<DbContextOptions<PostgreSqlDb>>(),
            new NpgsqlConnectionStringBuilder(services.GetRequiredService<NpgsqlDataSource>().ConnectionString).MaxPoolSize,
            services.GetRequiredService<PostgreSqlFailover>(),
            services.GetRequiredService<WriteDoubt>()));
        _services.AddSingleton<IBackup>(_ => new PostgreSqlBackup(parsed));
        _services.AddScoped<ISchema>(services => new PostgreSqlSchema(
            services.GetRequiredService<ModularDb>(),
            services.GetRequiredService<NpgsqlDataSource>(),
            parsed,
            services.GetRequiredService<DbContextOptions<PostgreSqlDb>>(),
            services.GetRequiredService<SharedLook>(),
            services.GetRequiredService<PostgreSqlFailover>(),
            services.GetRequiredService<WriteDoubt>()));
        return this;
    }

    /// <summary>Whether it is SQLite.</summary>
    /// <exception cref="ConfigurationException">No database is chosen.</exception>
    internal bool IsSqlite => (_used ?? throw new ConfigurationException("No database is chosen: use one.")) == "Sqlite";

    private void Choose(string product)
    {
        if (_used is not null)
        {
            throw new ConfigurationException($"The database is chosen twice, {_used} and {product}: use one.");
        }

        _used = product;
        _services.AddSingleton<WriteDoubt>();
        _services.AddSingleton<SharedLook>();
    }

    // The server starts with a password, or not at all.
    private static PasswordFile ReadOnce(PasswordFile file, NpgsqlConnectionStringBuilder settings)
    {
        if (!string.IsNullOrEmpty(settings.Password))
        {
            throw new ConfigurationException(
                $"{ConnectionString} has a Password, and {PasswordFile.Setting} names a file with one: remove one of them.");
        }

        file.Read();
        return file;
    }

    private static void ClearPool(string connectionString)
    {
        using var any = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(any);
    }

    private static SqliteConnectionStringBuilder Parse(string connectionString)
    {
        SqliteConnectionStringBuilder parsed;
        try
        {
            parsed = new SqliteConnectionStringBuilder(connectionString);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            throw new ConfigurationException($"{ConnectionString} is no connection string for SQLite: {unreadable.Message}");
        }

        if (parsed.Mode == SqliteOpenMode.ReadOnly)
        {
            throw new ConfigurationException($"{ConnectionString} has Mode=ReadOnly, and orders must be written: remove it.");
        }

        if (!string.IsNullOrEmpty(parsed.Password))
        {
            throw new ConfigurationException($"{ConnectionString} has a Password, and this build of SQLite does not encrypt: remove it.");
        }

        if (string.IsNullOrWhiteSpace(parsed.DataSource)
            || parsed.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
            || parsed.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            || parsed.Mode == SqliteOpenMode.Memory)
        {
            throw new ConfigurationException($"{ConnectionString} names no file, and orders must be kept: set Data Source to a path.");
        }

        // The library tries again until its time-out ends, however short SQLite's own busy timeout is.
        parsed.DefaultTimeout = parsed.DefaultTimeout is 0 or > BusySeconds ? BusySeconds : parsed.DefaultTimeout;
        return parsed;
    }
}
