using Modular.Api.Tests.Providers;
using Modular.Infrastructure.Tests.Database.PostgreSql;

namespace Modular.Api.Tests.Suite;

/// <summary>A resource server on PostgreSQL, with a database of its own.</summary>
public sealed class PostgreSqlHost(PostgreSqlServer server) : SuiteHost(("main", new SharedKeyProvider()))
{
    private readonly PostgreSqlDatabase _database = new(server);

    private protected override IEnumerable<(string Setting, string Value)> Database =>
        [("Database:Provider", "PostgreSql"), ("ConnectionStrings:Modular", _database.ConnectionString)];

    private protected override string? Absent => _database.Absent ?? base.Absent;

    public override async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }
}
