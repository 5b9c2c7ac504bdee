using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Modular.Application.Identity;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Identity.Tokens;
using Modular.Infrastructure.Identity.Validation;
using Modular.Infrastructure.Orders;

namespace Modular.Infrastructure.Tests.Database;

/// <summary>Spans and instruments cost the hot path no memory while nothing listens.</summary>
public sealed class SilentSignalsTests
{
    private static readonly SqlSummary Summary = SqlSummary.Of("SELECT id FROM orders");

    [Fact]
    public void Nothing_is_allocated_while_nothing_listens()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var (faults, tokens) = (new DatabaseFaults(meters), new TokenMetrics(meters, []));
        var answer = ProviderAnswer.Rejected(RejectionReason.Expired, "exp");
        Use(faults, tokens, answer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Use(faults, tokens, answer);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [InlineData("SELECT id, status FROM orders WHERE customer_id = ?1", "SELECT orders")]
    [InlineData("SELECT max(id) FROM (SELECT id FROM outbox ORDER BY id LIMIT ?1 + 0)", "SELECT outbox")]
    [InlineData("SELECT \"o\".\"id\"\nFROM \"customer_identities\" AS \"o\"", "SELECT customer_identities")]
    [InlineData("INSERT INTO order_events (a) SELECT a FROM outbox", "INSERT order_events")]
    [InlineData("UPDATE \"customers\" AS \"c\" SET \"x\" = 'secret'", "UPDATE customers")]
    [InlineData("DELETE FROM \"outbox\" AS \"o\"", "DELETE outbox")]
    [InlineData("-- a tag with secret\n\nselect 1 from \"orders\"", "SELECT orders")]
    [InlineData("SELECT pg_advisory_xact_lock(1)", "SELECT")]
    [InlineData("SELECT 'secret' FROM 'Secret Name'", "SELECT")]
    [InlineData("secret", "OTHER")]
    [InlineData("", "OTHER")]
    public void A_statement_is_told_by_its_operation_and_its_table(string sql, string summary) => SqlSummary.Of(sql).Text.ShouldBe(summary);

    private static void Use(DatabaseFaults faults, TokenMetrics tokens, ProviderAnswer answer)
    {
        DatabaseSpans.Begin("sqlite", Summary)?.Dispose();
        DatabaseSpans.BeginWrite("sqlite")?.Dispose();
        _ = OutboxTraces.Current;
        faults.Count("SQLite error 5");
        tokens.Verified(answer);
    }
}
