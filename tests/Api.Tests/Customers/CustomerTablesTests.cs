using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Customers;

/// <summary>
/// The promises about the data of a customer hold for every table that has any, a new one too: it is in the export, it
/// goes when the account is closed, and its customer is never taken for unused. Each table that is otherwise says why.
/// </summary>
public sealed class CustomerTablesTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Invented = "invoices";

    private static readonly Dictionary<string, string> NotExported = new(StringComparer.Ordinal)
    {
        ["audit_entries"] = "the operator's evidence, which names staff as well",
        ["idempotency_keys"] = "the number of an order, for 24 hours: the order is exported",
        ["order_events"] = "the history of an order again, which is exported",
        ["outbox"] = "events on their way, for an instant",
    };

    private static readonly Dictionary<string, string> NotDeleted = new(StringComparer.Ordinal)
    {
        ["audit_entries"] = "the operator's evidence: nothing personal but ids, for Retention:AuditDays",
        ["idempotency_keys"] = "gone after 24 hours",
        ["order_events"] = "gone after Retention:EventDays",
        ["orders"] = "accounts must be kept: under an id that nobody has any more",
        ["outbox"] = "gone in an instant",
    };

    private static readonly Dictionary<string, string> NotAskedWhetherUsed = new(StringComparer.Ordinal)
    {
        ["audit_entries"] = "a customer who was only signed out has one",
        ["idempotency_keys"] = "only beside an order, and orders are never deleted",
        ["order_events"] = "only beside an order, and orders are never deleted",
        ["outbox"] = "only beside an order, and orders are never deleted",
    };

    private static readonly Dictionary<string, string> ColumnsNotExported = new(StringComparer.Ordinal)
    {
        ["customers.merged_into"] = "such a customer has no identity to sign in with any more",
    };

    private readonly CustomerTables _tables = new(api);

    [Fact]
    public Task Every_table_with_data_of_a_customer_is_in_the_export() => ShouldHoldAsync(IsExportedAsync, NotExported);

    [Fact]
    public async Task Every_column_of_an_exported_table_is_in_the_export()
    {
        var tables = (await _tables.ListAsync()).Except(NotExported.Keys, StringComparer.Ordinal).Where(table => table != Invented).ToList();
        tables.ShouldContain("customer_identities");
        var missing = await ColumnsMissingAsync("customers", _tables.MarkCustomerAsync);
        foreach (var table in tables)
        {
            missing.AddRange(await ColumnsMissingAsync(table, id => _tables.InsertAsync(table, id)));
        }

        missing.Order(StringComparer.Ordinal).ShouldBe(
            ColumnsNotExported.Keys.Order(StringComparer.Ordinal), "export it, or say here why not; what is exported can leave the list");
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("customer_identities")]
    public async Task A_column_that_the_export_forgets_is_seen(string table)
    {
        await _tables.ExecuteAsync($"ALTER TABLE {table} ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0");
        try
        {
            (await ColumnsMissingAsync(table, id => _tables.InsertAsync(table, id))).ShouldBe([$"{table}.forgotten"]);
        }
        finally
        {
            await _tables.ExecuteAsync($"ALTER TABLE {table} DROP COLUMN forgotten");
        }
    }

    [Fact]
    public Task Every_table_with_data_of_a_customer_is_emptied_when_the_account_is_closed() => ShouldHoldAsync(IsDeletedAsync, NotDeleted);

    [Fact]
    public Task A_customer_with_a_row_in_any_table_is_not_unused() => ShouldHoldAsync(IsUsedAsync, NotAskedWhetherUsed);

    [Fact]
    public async Task A_table_that_a_new_module_forgets_is_seen()
    {
        await _tables.ExecuteAsync($"CREATE TABLE {Invented} (id INTEGER PRIMARY KEY, customer_id BLOB NOT NULL, note TEXT NOT NULL)");
        try
        {
            (await _tables.ListAsync()).ShouldContain(Invented);
            (await IsExportedAsync(Invented)).ShouldBeFalse();
            (await IsDeletedAsync(Invented)).ShouldBeFalse();
            (await IsUsedAsync(Invented)).ShouldBeFalse();
        }
        finally
        {
            await _tables.ExecuteAsync($"DROP TABLE {Invented}");
        }
    }

    private async Task ShouldHoldAsync(Func<string, Task<bool>> holds, Dictionary<string, string> otherwise)
    {
        var tables = (await _tables.ListAsync()).Where(table => table != Invented).ToList();
        tables.ShouldContain("orders");
        var broken = new List<string>();
        foreach (var table in tables)
        {
            if (!await holds(table))
            {
                broken.Add(table);
            }
        }

        broken.Order(StringComparer.Ordinal).ShouldBe(otherwise.Keys.Order(StringComparer.Ordinal), "make it hold for the table, or say here why not; what holds can leave the list");
    }

    private async Task<bool> IsExportedAsync(string table)
    {
        var person = api.SignedInAs($"{table}-exported");
        await _tables.InsertAsync(table, await person.CustomerIdAsync());
        using var export = await person.GetAnswerAsync("/api/account/export");
        export.StatusCode.ShouldBe(HttpStatusCode.OK, table);
        return CustomerTables.HasMark(table, await export.TextAsync());
    }

    private async Task<List<string>> ColumnsMissingAsync(string table, Func<string, Task> mark)
    {
        var person = api.SignedInAs($"{table}-columns-{Guid.NewGuid():N}");
        await mark(await person.CustomerIdAsync());
        using var export = await person.GetAnswerAsync("/api/account/export");
        export.StatusCode.ShouldBe(HttpStatusCode.OK, table);
        var text = await export.TextAsync();
        return [.. (await _tables.MarkedColumnsAsync(table)).Where(column => !CustomerTables.HasMark(table, column, text)).Select(column => $"{table}.{column}")];
    }

    private async Task<bool> IsDeletedAsync(string table)
    {
        var person = api.SignedInAs($"{table}-closed");
        var id = await person.CustomerIdAsync();
        await _tables.InsertAsync(table, id);
        using var closed = await person.DeleteAnswerAsync("/api/account");
        closed.StatusCode.ShouldBe(HttpStatusCode.NoContent, await closed.TextAsync());

        // The relay and this test both empty the outbox.
        return table != "outbox" && await _tables.CountAsync(table, id) == 0;
    }

    private async Task<bool> IsUsedAsync(string table)
    {
        await _tables.InsertAsync(table, await api.SignedInAs($"{table}-unused").CustomerIdAsync());
        using var linked = await api.SignedInAs($"{table}-other").LinkAsync(api.TokenOf($"{table}-unused"));
        return linked.StatusCode == HttpStatusCode.Conflict;
    }
}
