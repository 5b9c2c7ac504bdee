using Microsoft.Data.Sqlite;

namespace Modular.Fill;

/// <summary>A SQLite file, which is not safe from a power cut while it is being filled, and is afterwards.</summary>
internal sealed class SqliteTarget(string file) : ITarget
{
    private const int OrdersOfTransaction = 200_000;

    /// <exception cref="FillRefusedException"><paramref name="connectionString"/> is none, or the file is not there.</exception>
    public static SqliteTarget At(string connectionString)
    {
        try
        {
            var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
            return File.Exists(file)
                ? new SqliteTarget(file)
                : throw new FillRefusedException($"--connection: there is no file '{file}'; create it with the Api's command 'migrate'.");
        }
        catch (ArgumentException unreadable)
        {
            throw new FillRefusedException($"--connection is no connection string for SQLite: {unreadable.Message}");
        }
    }

    public async Task FillAsync(FillArguments arguments, Progress progress, CancellationToken cancellationToken)
    {
        var hasBegun = false;
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            CheckEmpty(connection);
            hasBegun = true;
            Fill(connection, arguments, progress, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new FillRefusedException(hasBegun
                ? $"Stopped: '{file}' is half filled and lacks indexes; delete it and begin again."
                : "Stopped: nothing was written.");
        }
        catch (SqliteException failure)
        {
            throw new FillRefusedException(hasBegun
                ? $"'{file}' could not be filled: {failure.Message} It is half filled and lacks indexes; delete it and begin again."
                : $"'{file}' cannot be filled: {failure.Message}");
        }

        using (var written = File.Open(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            written.Flush(flushToDisk: true);
        }

        progress.Done(arguments, new FileInfo(file).Length);
    }

    private static void Fill(SqliteConnection connection, FillArguments arguments, Progress progress, CancellationToken cancellationToken)
    {
        var journal = Text(connection, "PRAGMA journal_mode");

        // Nothing of this outlives the connection but the journal's mode, which is put back at the end.
        Run(connection, "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -200000;");
        var definitions = Definitions(connection);
        foreach (var (kind, name, _) in definitions)
        {
            Run(connection, $"DROP {kind} \"{name}\"");
        }

        using var book = new OrderBook(arguments, instantsAreNumbers: true);
        WriteCatalogue(connection);
        WritePeople(connection, book.People, arguments.Issuer);
        WriteOrders(connection, book, progress, cancellationToken);
        foreach (var (kind, name, sql) in definitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Say($"Making the {kind} {name}");
            Run(connection, sql);
        }

        progress.Say("Counting what the indexes hold");
        Run(connection, $"ANALYZE; PRAGMA locking_mode = NORMAL; PRAGMA synchronous = FULL; PRAGMA journal_mode = {journal};");
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void CheckEmpty(SqliteConnection connection)
    {
        foreach (var table in Tables.All)
        {
            if (Text(connection, $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}'") == "0")
            {
                throw new FillRefusedException($"The database has no table {table}: create it with the Api's command 'migrate'.");
            }

            if (Text(connection, $"SELECT EXISTS (SELECT 1 FROM {table})") != "0")
            {
                throw new FillRefusedException($"The database has rows in {table}, and only an empty one is filled: delete the file and migrate anew.");
            }
        }
    }

    // Only what was made by a statement of its own: the indexes of primary keys have none.
    private static List<(string Kind, string Name, string Sql)> Definitions(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT type, name, sql FROM sqlite_master
            WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN ({string.Join(", ", Tables.All.Select(table => $"'{table}'"))})
            ORDER BY type, name
            """;
        using var rows = command.ExecuteReader();
        List<(string, string, string)> found = [];
        while (rows.Read())
        {
            found.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        }

        return found;
    }

    private static void WriteCatalogue(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        using var row = new SqliteRow(connection, "INSERT INTO products (sku, name, price_minor, currency) VALUES (?, ?, ?, ?)");
        foreach (var product in Enumerable.Range(1, Product.Count).Select(number => new Product(number)))
        {
            row.Text(1, product.Sku).Text(2, product.Name).Number(3, product.PriceMinor).Text(4, Product.Currency).Insert();
        }

        transaction.Commit();
    }

    private static void WritePeople(SqliteConnection connection, IReadOnlyList<Person> people, string issuer)
    {
        using var transaction = connection.BeginTransaction();
        using var customer = new SqliteRow(connection, "INSERT INTO customers (id, status, profile, first_seen_at) VALUES (?, 1, ?, ?)");
        using var identity = new SqliteRow(
            connection, "INSERT INTO customer_identities (id, issuer, subject, linked_at, customer_id) VALUES (?, ?, ?, ?, ?)");
        foreach (var person in people)
        {
            var seen = person.FirstSeenAt.ToUnixTimeMilliseconds();
            customer.Uuid(1, person.Id).Text(2, person.Profile).Number(3, seen).Insert();
            identity.Uuid(1, person.IdentityId).Text(2, issuer).Text(3, person.Subject).Number(4, seen).Uuid(5, person.Id).Insert();
        }

        transaction.Commit();
    }

    private static void WriteOrders(SqliteConnection connection, OrderBook book, Progress progress, CancellationToken cancellationToken)
    {
        using var row = new SqliteRow(
            connection,
            """
            INSERT INTO orders (id, customer_id, status, currency, total_minor, placed_at, version, history, lines)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        var transaction = connection.BeginTransaction();
        try
        {
            while (book.MoveNext())
            {
                row.Number(1, book.Id).Uuid(2, book.CustomerId).Number(3, (long)book.Status).Text(4, Product.Currency)
                    .Number(5, book.TotalMinor).Number(6, book.PlacedAt.ToUnixTimeMilliseconds()).Number(7, book.Version)
                    .Text(8, book.History).Text(9, book.Lines).Insert();
                if (book.Id % OrdersOfTransaction == 0)
                {
                    transaction.Commit();
                    transaction.Dispose();
                    cancellationToken.ThrowIfCancellationRequested();
                    transaction = connection.BeginTransaction();
                }

                progress.Show(book.Id);
            }

            transaction.Commit();
        }
        finally
        {
            transaction.Dispose();
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    private static string Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return FormattableString.Invariant($"{command.ExecuteScalar()}");
    }
}
