using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Modular.Fill;

/// <summary>A PostgreSQL database, filled in one transaction: all of it, or nothing.</summary>
internal sealed class PostgreSqlTarget(NpgsqlDataSource database) : ITarget
{
    /// <exception cref="FillRefusedException"><paramref name="connectionString"/> is none.</exception>
    public static PostgreSqlTarget At(string connectionString)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0, Pooling = false };
            return new PostgreSqlTarget(NpgsqlDataSource.Create(parsed));
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            throw new FillRefusedException($"--connection is no connection string for PostgreSQL: {unreadable.Message}");
        }
    }

    public async Task FillAsync(FillArguments arguments, Progress progress, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await CheckEmptyAsync(connection, cancellationToken);
            await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
            {
                await FillAsync(connection, arguments, progress, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            progress.Say("Counting what the tables hold");
            await RunAsync(connection, $"VACUUM (ANALYZE) {string.Join(", ", Tables.All)}", cancellationToken);
            await RunAsync(connection, "CHECKPOINT", cancellationToken);
            progress.Done(arguments, await SizeAsync(connection, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            throw new FillRefusedException("Stopped: nothing was written.");
        }
        catch (NpgsqlException failure)
        {
            throw new FillRefusedException($"The database cannot be filled: {failure.Message}");
        }
    }

    private static async Task FillAsync(
        NpgsqlConnection connection, FillArguments arguments, Progress progress, CancellationToken cancellationToken)
    {
        // Other connections cannot see these rows yet, so a constraint is checked once for all of them and not for each row.
        var indexes = await IndexesAsync(connection, cancellationToken);
        foreach (var (name, _) in indexes)
        {
            await RunAsync(connection, $"DROP INDEX \"{name}\"", cancellationToken);
        }

        foreach (var table in Tables.All)
        {
            await RunAsync(connection, $"ALTER TABLE {table} DISABLE TRIGGER USER", cancellationToken);
        }

        using var book = new OrderBook(arguments, instantsAreNumbers: false);
        await WriteCatalogueAsync(connection, cancellationToken);
        await WritePeopleAsync(connection, book.People, arguments.Issuer, cancellationToken);
        await WriteOrdersAsync(connection, book, progress, cancellationToken);
        await RunAsync(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"SELECT setval(pg_get_serial_sequence('orders', 'id'), {arguments.Orders})"),
            cancellationToken);
        foreach (var table in Tables.All)
        {
            await RunAsync(connection, $"ALTER TABLE {table} ENABLE TRIGGER USER", cancellationToken);
        }

        foreach (var (name, sql) in indexes)
        {
            progress.Say($"Making the index {name}");
            await RunAsync(connection, sql, cancellationToken);
        }
    }

    private static async Task CheckEmptyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var table in Tables.All)
        {
            if (!await AskAsync(connection, $"SELECT to_regclass('{table}') IS NOT NULL", cancellationToken))
            {
                throw new FillRefusedException($"The database has no table {table}: create it with the Api's command 'migrate'.");
            }

            if (await AskAsync(connection, $"SELECT EXISTS (SELECT 1 FROM {table})", cancellationToken))
            {
                throw new FillRefusedException($"The database has rows in {table}, and only an empty one is filled: make a new one.");
            }
        }
    }

    // Those of primary keys and other constraints belong to them.
    private static async Task<List<(string Name, string Sql)>> IndexesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT c.relname, pg_get_indexdef(i.indexrelid)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = ANY (SELECT to_regclass(name) FROM unnest($1) AS name)
              AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
            ORDER BY c.relname
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = Tables.All.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        List<(string, string)> found = [];
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add((rows.GetString(0), rows.GetString(1)));
        }

        return found;
    }

    private static async Task WriteCatalogueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            "COPY products (sku, name, price_minor, currency) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var product in Enumerable.Range(1, Product.Count).Select(number => new Product(number)))
        {
            await rows.StartRowAsync(cancellationToken);
            await rows.WriteAsync(product.Sku, NpgsqlDbType.Text, cancellationToken);
            await rows.WriteAsync(product.Name, NpgsqlDbType.Text, cancellationToken);
            await rows.WriteAsync(product.PriceMinor, NpgsqlDbType.Bigint, cancellationToken);
            await rows.WriteAsync(Product.Currency, NpgsqlDbType.Text, cancellationToken);
        }

        await rows.CompleteAsync(cancellationToken);
    }

    private static async Task WritePeopleAsync(
        NpgsqlConnection connection, IReadOnlyList<Person> people, string issuer, CancellationToken cancellationToken)
    {
        await using (var customers = await connection.BeginBinaryImportAsync(
            "COPY customers (id, status, profile, first_seen_at) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            foreach (var person in people)
            {
                await customers.StartRowAsync(cancellationToken);
                await customers.WriteAsync(person.Id, NpgsqlDbType.Uuid, cancellationToken);
                await customers.WriteAsync(1, NpgsqlDbType.Integer, cancellationToken);
                await customers.WriteAsync(person.Profile, NpgsqlDbType.Text, cancellationToken);
                await customers.WriteAsync(person.FirstSeenAt, NpgsqlDbType.TimestampTz, cancellationToken);
            }

            await customers.CompleteAsync(cancellationToken);
        }

        await using var identities = await connection.BeginBinaryImportAsync(
            "COPY customer_identities (id, issuer, subject, linked_at, customer_id) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var person in people)
        {
            await identities.StartRowAsync(cancellationToken);
            await identities.WriteAsync(person.IdentityId, NpgsqlDbType.Uuid, cancellationToken);
            await identities.WriteAsync(issuer, NpgsqlDbType.Text, cancellationToken);
            await identities.WriteAsync(person.Subject, NpgsqlDbType.Text, cancellationToken);
            await identities.WriteAsync(person.FirstSeenAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await identities.WriteAsync(person.Id, NpgsqlDbType.Uuid, cancellationToken);
        }

        await identities.CompleteAsync(cancellationToken);
    }

    private static async Task WriteOrdersAsync(
        NpgsqlConnection connection, OrderBook book, Progress progress, CancellationToken cancellationToken)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            """
            COPY orders (id, customer_id, status, currency, total_minor, placed_at, version, history, lines)
            FROM STDIN (FORMAT BINARY)
            """,
            cancellationToken);
        while (book.MoveNext())
        {
            await rows.StartRowAsync(cancellationToken);
            await rows.WriteAsync(book.Id, NpgsqlDbType.Bigint, cancellationToken);
            await rows.WriteAsync(book.CustomerId, NpgsqlDbType.Uuid, cancellationToken);
            await rows.WriteAsync((int)book.Status, NpgsqlDbType.Integer, cancellationToken);
            await rows.WriteAsync(Product.Currency, NpgsqlDbType.Text, cancellationToken);
            await rows.WriteAsync(book.TotalMinor, NpgsqlDbType.Bigint, cancellationToken);
            await rows.WriteAsync(book.PlacedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await rows.WriteAsync(book.Version, NpgsqlDbType.Integer, cancellationToken);
            await rows.WriteAsync(Encoding.UTF8.GetString(book.History), NpgsqlDbType.Jsonb, cancellationToken);
            await rows.WriteAsync(Encoding.UTF8.GetString(book.Lines), NpgsqlDbType.Jsonb, cancellationToken);
            progress.Show(book.Id);
        }

        await rows.CompleteAsync(cancellationToken);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task<long> SizeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
