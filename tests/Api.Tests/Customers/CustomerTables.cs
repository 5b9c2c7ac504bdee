using System.Globalization;
using Microsoft.Data.Sqlite;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Customers;

/// <summary>
/// The tables of a server's SQLite file that hold rows of customers, found by their column <c>customer_id</c>, and the customers themselves.
/// </summary>
internal sealed class CustomerTables(ApiHost api)
{
    private const string Column = "customer_id";
    private const string Customers = "customers";

    // Instants are numbers too: it is 12 January 1970, and for an instant that only moves forwards a day in 2286.
    private const long Number = 987_654_000;
    private const long LateNumber = 9_987_654_000_000;
    private const string OnlyForwards = "last_signed_in_at";

    // Columns that the program reads need a valid value; any other column takes a mark that is found again.
    private static readonly Dictionary<string, object> Readable = new(StringComparer.Ordinal)
    {
        ["status"] = 1,
        ["action"] = 1,
        ["version"] = 1,
        ["currency"] = "EUR",
        ["actor"] = "command:mark",
        ["lines"] = "[]",
        ["history"] = "[]",
    };

    public Task<IReadOnlyList<string>> ListAsync() => AskAsync(
        $"SELECT m.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' AND c.name = '{Column}' ORDER BY m.name");

    /// <summary>The columns of a table whose value is told apart from every other one's, in the order of the table.</summary>
    public async Task<IReadOnlyList<string>> MarkedColumnsAsync(string table) =>
        [.. (await AskAsync($"SELECT name FROM pragma_table_info('{table}')")).Where(column => !Readable.ContainsKey(column) && !IsKey(column))];

    public Task ExecuteAsync(string sql) => AskAsync(sql);

    /// <summary>Writes marks into the customer's own row, as <see cref="InsertAsync"/> does into a new one of another table.</summary>
    public async Task MarkCustomerAsync(string customerId)
    {
        foreach (var column in (await MarkedColumnsAsync(Customers)).Where(column => column is not "merged_into"))
        {
            var value = column == "profile" ? $$"""'{"addresses":[],"name":"{{Mark(Customers, column)}}"}'""" : NumberOf(column).ToString(CultureInfo.InvariantCulture);
            await AskAsync($"UPDATE {Customers} SET {column} = {value} WHERE id = x'{Convert.ToHexString(Key(customerId))}' RETURNING 1");
        }
    }

    /// <summary>Writes a row of this customer's into the table.</summary>
    public async Task InsertAsync(string table, string customerId)
    {
        var columns = new List<(string Name, object Value)>();
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name, type FROM pragma_table_info('{table}') WHERE NOT (pk = 1 AND type = 'INTEGER')";
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                columns.Add((reader.GetString(0), ValueOf(table, reader.GetString(0), reader.GetString(1), customerId)));
            }
        }

        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) "
            + $"VALUES ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})";
        for (var i = 0; i < columns.Count; i++)
        {
            command.Parameters.AddWithValue($"$p{i}", columns[i].Value);
        }

        (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    /// <summary>Whether a text has what <see cref="InsertAsync"/> wrote.</summary>
    public static bool HasMark(string table, string text) =>
        text.Contains(Mark(table), StringComparison.Ordinal) || text.Contains((Number / 1000).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Whether a text has what was written into that column, as text, as a number or as an instant.</summary>
    public static bool HasMark(string table, string column, string text) =>
        text.Contains(Mark(table, column), StringComparison.Ordinal)
        || text.Contains(NumberOf(column).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        || text.Contains(DateTimeOffset.FromUnixTimeMilliseconds(NumberOf(column)).ToString("yyyy-MM-ddTHH:mm:ss.FFF", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>How many rows of this customer's the table has.</summary>
    public async Task<int> CountAsync(string table, string customerId) => int.Parse(
        (await AskAsync($"SELECT count(*) FROM {table} WHERE {Column} = x'{Convert.ToHexString(Key(customerId))}'"))[0], CultureInfo.InvariantCulture);

    private static object ValueOf(string table, string column, string type, string customerId) => (column, type) switch
    {
        (Column, _) => Key(customerId),
        _ when Readable.TryGetValue(column, out var value) => value,
        (_, "TEXT") => $"{Mark(table, column)}-{customerId}",
        (_, "INTEGER") => NumberOf(column),
        _ => Guid.NewGuid().ToByteArray(),
    };

    private static string Mark(string table) => "mark-" + table;

    private static string Mark(string table, string column) => $"{Mark(table)}-{column}";

    // Of its own for each column.
    private static long NumberOf(string column) => (column == OnlyForwards ? LateNumber : Number) + 1 + (column.Aggregate(7, (sum, letter) => (sum * 31) + letter) & 0x1FF);

    private static bool IsKey(string column) => column == Column || column == "id";

    private static byte[] Key(string customerId) => Guid.Parse(customerId, CultureInfo.InvariantCulture).ToByteArray(bigEndian: true);

    private async Task<IReadOnlyList<string>> AskAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            values.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return values;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(api.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
