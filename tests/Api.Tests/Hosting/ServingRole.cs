using Npgsql;

namespace Modular.Api.Tests.Hosting;

/// <summary>A role of PostgreSQL that may do what a server needs and no more, in a database whose tables another role owns.</summary>
internal sealed class ServingRole : IAsyncDisposable
{
    private const string Password = "n0t-the-passw0rd";

    private readonly string _owner;

    private ServingRole(string owner, string name) => (_owner, Name) = (owner, name);

    public string Name { get; }

    /// <summary>How a server signs in as it.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_owner) { Username = Name, Password = Password }.ConnectionString;

    /// <param name="owner">How the owner of the tables signs in.</param>
    public static async Task<ServingRole> CreateAsync(string owner)
    {
        var role = new ServingRole(owner, $"serving_{Guid.NewGuid():N}");
        await role.ExecuteAsync(
            $"""
            CREATE ROLE {role.Name} LOGIN PASSWORD '{Password}';
            GRANT SELECT ON "__EFMigrationsHistory", schema_versions TO {role.Name};
            GRANT SELECT, INSERT ON audit_entries TO {role.Name};
            GRANT SELECT, INSERT, UPDATE ON orders, products TO {role.Name};
            GRANT SELECT, INSERT, DELETE ON idempotency_keys, order_events, outbox TO {role.Name};
            GRANT SELECT, INSERT, UPDATE, DELETE ON customers, customer_identities TO {role.Name}
            """);
        return role;
    }

    /// <summary>Runs a statement as the owner of the tables.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_owner);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP OWNED BY {Name}; DROP ROLE {Name}");
}
