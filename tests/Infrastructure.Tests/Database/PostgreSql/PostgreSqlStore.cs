using Modular.Infrastructure.Database.PostgreSql;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

/// <summary>The stores over a PostgreSQL database.</summary>
public sealed class PostgreSqlStore(PostgreSqlServer server) : Store
{
    private readonly PostgreSqlDatabase _database = new(server);

    public override async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        if (_database.Absent is null)
        {
            await base.InitializeAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    protected override void Choose(DatabaseBuilder database) => database.UsePostgreSql(_database.ConnectionString);
}
