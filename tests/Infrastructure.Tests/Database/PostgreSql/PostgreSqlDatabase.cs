using Modular.LocalCognito.Tests.Clients;
using Npgsql;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

/// <summary>An empty PostgreSQL database, for one test class.</summary>
public sealed class PostgreSqlDatabase(PostgreSqlServer server) : IAsyncLifetime
{
    private const int MostConnections = 20;

    private string? _connectionString;

    /// <summary>Why there is none on this machine; null when there is.</summary>
    internal string? Absent { get; private set; }

    /// <summary>How a program connects to it.</summary>
    /// <remarks>Skips the test where there is no server; fails it where nothing may be skipped.</remarks>
    public string ConnectionString
    {
        get
        {
            if (Absent is not null)
            {
                AbsentClients.Report(Absent, AbsentClients.ContinuousIntegration);
            }

            return _connectionString ?? throw new InvalidOperationException("Not created yet.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        Absent = await server.AbsentAsync();
        if (Absent is not null)
        {
            return;
        }

        var name = $"modular_test_{Guid.NewGuid():N}";
        await ExecuteAsync(await CreationAsync(name));
        _connectionString = new NpgsqlConnectionStringBuilder(await server.ConnectionStringAsync())
        {
            Database = name,
            MaxPoolSize = MostConnections,
        }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connectionString is not null)
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(_connectionString).Database} WITH (FORCE)");
        }
    }

    // With a dictionary's order wherever the server knows one (it passes over hyphens), so that whatever leans on the database's own
    // order is seen.
    private async Task<string> CreationAsync(string name) =>
        await ExecuteAsync("SELECT EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'en-US-x-icu')") is true
            ? $"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US-u-ka-shifted'"
            : $"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'";

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(await server.ConnectionStringAsync());
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(CancellationToken.None);
    }
}
