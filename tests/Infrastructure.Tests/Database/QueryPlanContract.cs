namespace Modular.Infrastructure.Tests.Database;

/// <summary>The reads that every visitor causes stay as fast as they are, however many orders there are.</summary>
public abstract class QueryPlanContract
{
    [Fact]
    public Task My_orders_are_one_range_of_an_index() => ShouldBeOneRangeAsync(Mine, "IX_orders_customer_id_id");

    [Fact]
    public Task My_orders_of_one_status_are_one_range_of_an_index() => ShouldBeOneRangeAsync(MineOf, "IX_orders_customer_id_status_id");

    [Theory]
    [InlineData("SELECT id FROM orders WHERE status = 2 AND id > 5 ORDER BY id LIMIT 21", "IX_orders_status_id")]
    [InlineData("SELECT position FROM order_events WHERE customer_id = {0} AND position > 5 ORDER BY position LIMIT 100", "IX_order_events_customer_id_position")]
    [InlineData("SELECT customer_id FROM customer_identities WHERE issuer = 'i' AND subject = '7'", "IX_customer_identities_issuer_subject")]
    public Task The_hot_reads_are_one_range_of_an_index_without_sorting(string query, string index) => ShouldBeOneRangeAsync(query, index);

    /// <summary>The page of my orders, with {0} for the customer.</summary>
    protected abstract string Mine { get; }

    /// <summary>The last page of my orders of one status.</summary>
    protected abstract string MineOf { get; }

    private async Task ShouldBeOneRangeAsync(string query, string index)
    {
        var plan = await ExplainAsync(query);

        plan.ShouldContain(index);
        foreach (var slow in Slow)
        {
            plan.ShouldNotContain(slow);
        }
    }

    /// <summary>The database's terms for a full scan and for a sort.</summary>
    protected abstract IEnumerable<string> Slow { get; }

    /// <summary>The plan that the database makes.</summary>
    /// <param name="query">With {0} for the id of a customer.</param>
    protected abstract Task<string> ExplainAsync(string query);
}
