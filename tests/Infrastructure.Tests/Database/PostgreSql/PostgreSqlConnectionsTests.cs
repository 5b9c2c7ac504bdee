using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Modular.Infrastructure.Database.PostgreSql.Engine;
using Npgsql;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

/// <summary>The pool of connections fits the server, and an operator learns when it does not fit beside others.</summary>
public sealed class PostgreSqlConnectionsTests(PostgreSqlDatabase database) : IClassFixture<PostgreSqlDatabase>
{
    private readonly FakeLogger _logger = new();

    [Fact]
    public async Task A_pool_that_is_larger_than_the_server_allows_is_cut_and_said()
    {
        await using var source = Create("Maximum Pool Size=100000;Minimum Pool Size=0");

        new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize.ShouldBeInRange(1, 1_000);
        var line = _logger.LatestRecord;
        line.Level.ShouldBe(LogLevel.Warning);
        line.Message.ShouldContain("The pool of 100000 connections is larger than the database server leaves");
        line.Message.ShouldContain("Maximum Pool Size");
    }

    [Theory]
    [InlineData("", 50)]
    [InlineData(";Max Auto Prepare=0", 0)]
    [InlineData(";Max Auto Prepare=7", 7)]
    public async Task Statements_stay_prepared_where_no_pooler_is_in_between_unless_the_connection_string_says_otherwise(string settings, int prepared)
    {
        await using var source = Create("Maximum Pool Size=10" + settings);

        new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxAutoPrepare.ShouldBe(prepared);
        _logger.Collector.Count.ShouldBe(0);
    }

    private NpgsqlDataSource Create(string settings) =>
        PostgreSqlConnections.Create(PostgreSqlConnectionString.Parse($"{Without(database.ConnectionString)};{settings}"), password: null, _logger);

    private static string Without(string connectionString)
    {
        var parsed = new NpgsqlConnectionStringBuilder(connectionString);
        parsed.Remove("Maximum Pool Size");
        return parsed.ConnectionString;
    }
}
