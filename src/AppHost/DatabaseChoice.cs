using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Modular.AppHost;

/// <summary>The resource server's database: a SQLite file, or PostgreSQL in a container or on a given server.</summary>
/// <param name="IsPostgreSql"><c>AppHost:Database</c> is PostgreSql; otherwise it is Sqlite, the default.</param>
/// <param name="Image">The container's image with its tag; <c>AppHost:PostgreSql:Image</c>.</param>
/// <param name="Server">The connection string of a server whose user may create databases; null for a container. <c>AppHost:PostgreSql:Server</c>.</param>
internal sealed record DatabaseChoice(bool IsPostgreSql, string Image, string? Server)
{
    private const string Sqlite = "Sqlite";
    private const string PostgreSql = "PostgreSql";
    private const string UsualImage = "postgres:17";

    public static DatabaseChoice Read(IConfigurationSection section)
    {
        var name = section["Database"] ?? Sqlite;
        if (!name.Equals(Sqlite, StringComparison.OrdinalIgnoreCase) && !name.Equals(PostgreSql, StringComparison.OrdinalIgnoreCase))
        {
            throw new StartRefusedException($"AppHost:Database '{name}' is unknown. Known: {Sqlite}, {PostgreSql}.");
        }

        var choice = new DatabaseChoice(
            name.Equals(PostgreSql, StringComparison.OrdinalIgnoreCase), section["PostgreSql:Image"] ?? UsualImage, ReadServer(section["PostgreSql:Server"]));
        return choice.IsPostgreSql || (section["PostgreSql:Image"] ?? section["PostgreSql:Server"]) is null
            ? choice
            : throw new StartRefusedException($"AppHost:PostgreSql has settings, but AppHost:Database is {Sqlite}: set it to {PostgreSql}, or remove them.");
    }

    // The sentence does not repeat the text, which holds a password.
    private static string? ReadServer(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : new NpgsqlConnectionStringBuilder(text).ConnectionString;
        }
        catch (ArgumentException)
        {
            throw new StartRefusedException("AppHost:PostgreSql:Server is no connection string of Npgsql: write it like Host=localhost;Username=postgres;Password=….");
        }
    }
}
