using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.PostgreSql;
using Modular.Infrastructure.Database.Schema;
using Modular.Infrastructure.Database.Sqlite;

namespace Modular.Infrastructure;

/// <summary>Chooses the database: <c>Use…</c> exactly one.</summary>
public sealed class DatabaseBuilder
{
    internal const string ConnectionString = "ConnectionStrings:Modular";

    private const string Provider = "Database:Provider";

    // A database product is one folder and one line here. Without a setting it is the first one.
    private static readonly (string Name, Action<DatabaseBuilder, IConfiguration> Use)[] Products =
    [
        ("Sqlite", (database, configuration) => database.UseSqlite(configuration)),
        ("PostgreSql", (database, configuration) => database.UsePostgreSql(configuration)),
    ];

    private string? _used;

    internal DatabaseBuilder(IServiceCollection services) => Services = services;

    internal IServiceCollection Services { get; }

    /// <summary>Uses the database of <c>Database:Provider</c> at <c>ConnectionStrings:Modular</c>.</summary>
    /// <exception cref="ConfigurationException">The provider is unknown, or a setting of its own is missing or wrong.</exception>
    public DatabaseBuilder UseConfigured(IConfiguration configuration)
    {
        var name = configuration[Provider] ?? Products[0].Name;
        if (Array.Find(Products, product => product.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { Use: { } use })
        {
            var known = string.Join(", ", Products.Select(product => product.Name).Order(StringComparer.Ordinal));
            throw new ConfigurationException($"{Provider} '{name}' is unknown. Known: {known}.");
        }

        use(this, configuration);
        return this;
    }

    /// <summary>The connection string of the configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="example">A connection string as this product takes it, for the sentence.</param>
    /// <exception cref="ConfigurationException">There is none.</exception>
    internal static string ConnectionStringOf(IConfiguration configuration, string example) =>
        configuration[ConnectionString] is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new ConfigurationException($"{ConnectionString} is missing: set it, like '{example}'.");

    /// <summary>Chooses a product, and registers the services that all products need.</summary>
    /// <exception cref="ConfigurationException">Another database is used already.</exception>
    internal void Choose(string product)
    {
        if (_used is not null)
        {
            throw new ConfigurationException($"The database is chosen twice, {_used} and {product}: use one.");
        }

        _used = product;
        Services.AddSingleton<WriteDoubt>();
        Services.AddSingleton<SharedLook>();
    }

    /// <exception cref="ConfigurationException">No database is chosen.</exception>
    internal void ThrowUnlessChosen()
    {
        if (_used is null)
        {
            throw new ConfigurationException("No database is chosen: use one.");
        }
    }
}
