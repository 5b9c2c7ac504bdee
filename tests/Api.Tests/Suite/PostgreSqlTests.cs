
namespace Modular.Api.Tests.Suite;

/// <summary>The suite on another database: callers see no difference.</summary>
public sealed class PostgreSqlTests(PostgreSqlHost host) : ResourceServerSuite(host), IClassFixture<PostgreSqlHost>;
