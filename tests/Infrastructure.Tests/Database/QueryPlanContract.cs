namespace Modular.Infrastructure.Tests.Database;

/// <summary>The reads that every visitor causes stay as fast as they are, however many orders there are.</summary>
public abstract class QueryPlanContract
{
    [Theory]
    [InlineData("SELECT id FROM orders WHERE customer_id = {0} AND id > 5 ORDER BY id LIMIT 21", "IX_orders_customer_id_id")]
    [InlineData("SELECT id FROM orders WHERE customer_id = {0} AND status = 1 AND id < 1000000 ORDER BY id DESC LIMIT 21", "IX_orders_customer_id_status_id")]
    [InlineData("SELECT customer_id FROM customer_identities WHERE issuer = 'i' AND subject = '7'", "IX_customer_identities_issuer_subject")]
    public async Task The_hot_reads_are_one_range_of_an_index_without_sorting(string query, string index)
    {
        var plan = await ExplainAsync(query);

        plan.ShouldContain(index);
        foreach (var slow in Slow)
        {
            plan.ShouldNotContain(slow);
        }
    }

    /// <summary>What the database calls looking at all rows, and sorting.</summary>
    protected abstract IEnumerable<string> Slow { get; }

    /// <summary>The plan that the database makes.</summary>
    /// <param name="query">With {0} for the id of a customer.</param>
    protected abstract Task<string> ExplainAsync(string query);
}
