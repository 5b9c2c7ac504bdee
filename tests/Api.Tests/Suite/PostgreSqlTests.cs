
namespace Modular.Api.Tests.Suite;

/// <summary>The database is another, and nobody who calls can tell.</summary>
public sealed class PostgreSqlTests(PostgreSqlHost host) : ResourceServerSuite(host), IClassFixture<PostgreSqlHost>;
