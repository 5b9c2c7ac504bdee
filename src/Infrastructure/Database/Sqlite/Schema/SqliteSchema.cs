using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database.Schema;
using Modular.Infrastructure.Database.Sqlite.Engine;
using SQLitePCL;

namespace Modular.Infrastructure.Database.Sqlite.Schema;

/// <summary>The tables in a SQLite file.</summary>
internal sealed class SqliteSchema(
    ModularDb db,
    Func<SqliteDb> openForWriting,
    string file,
    SqliteFile opened,
    DbContextOptions<SqliteDb> options,
    SqliteWriter writer,
    SharedLook looks,
    WriteDoubt doubt) : ISchema
{
    // SQLite takes paths of 512 bytes, file systems names of 255, and a name is followed by '-journal'.
    private const int LongestPath = 504;
    private const int LongestName = 247;

    public async Task<SchemaComparison> MigrateAsync(MigrationNews news, CancellationToken cancellationToken)
    {
        CheckFolder();
        var patience = new MigrationPatience(news);
        try
        {
            await using var write = openForWriting();
            var connection = (SqliteConnection)write.Database.GetDbConnection();

            // Kept in the file: readers do not wait for the writer.
            await PatientlyAsync(() => Run(connection, "PRAGMA journal_mode = WAL"), patience, cancellationToken);

            // A rebuild drops the table, which must not delete the rows that refer to it (sqlite.org/lang_altertable.html).
            await connection.ExecuteAsync("PRAGMA foreign_keys = OFF", transaction: null, connection.DefaultTimeout, cancellationToken);
            while (true)
            {
                var comparison = await write.CompareSchemaAsync(cancellationToken);
                if (comparison.Standing != SchemaStanding.Older)
                {
                    return comparison;
                }

                if (await ApplyAsync(write, connection, comparison.Missing[0], patience, cancellationToken))
                {
                    await news.Done($"Applied {comparison.Missing[0]}.");
                }
            }
        }
        catch (SqliteException failure)
        {
            throw CannotUse(failure);
        }
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        CheckFolder();
        if (!File.Exists(file))
        {
            throw new ConfigurationException(
                $"ConnectionStrings:Modular: there is no database '{file}' yet; create it by running this program with 'migrate'.");
        }

        try
        {
            (await db.CompareSchemaAsync(cancellationToken)).ThrowUnlessServed(file);
            await CheckWritableAsync(cancellationToken);
        }
        catch (SqliteException failure)
        {
            throw CannotUse(failure);
        }
    }

    public Task<SchemaStanding> LookAsync(CancellationToken cancellationToken) => looks.LookAsync(LookAsync, cancellationToken);

    private async Task<SchemaStanding> LookAsync()
    {
        try
        {
            opened.Check();
            if (!opened.IsWritable)
            {
                return SchemaStanding.ReadOnly;
            }

            if (doubt.IsRaised)
            {
                await writer.TryAsync(CancellationToken.None);
                if (!doubt.End())
                {
                    return SchemaStanding.ReadOnly;
                }
            }

            await using var look = new SqliteDb(options);
            return await look.CompareMigrationsAsync(CancellationToken.None);
        }
        catch (Exception failure) when (SqliteTrouble.Instance.IsBehind(failure))
        {
            return SchemaStanding.Absent;
        }
    }

    /// <returns>Whether it was this process that applied it.</returns>
    private async Task<bool> ApplyAsync(
        SqliteDb write, SqliteConnection connection, string id, MigrationPatience patience, CancellationToken cancellationToken)
    {
        // Takes the file for writing, from servers that write as well.
        await using var transaction = await PatientlyAsync(() => connection.BeginTransaction(deferred: false), patience, cancellationToken);
        await using var used = await write.Database.UseTransactionAsync(transaction, cancellationToken);

        // Another 'migrate' may have applied it while this one waited.
        await connection.ExecuteAsync(write.HistoryIfNotExists(), transaction, seconds: 0, cancellationToken);
        if (!(await write.CompareSchemaAsync(cancellationToken)).Missing.Contains(id, StringComparer.Ordinal))
        {
            return false;
        }

        foreach (var step in write.StepsOf(id))
        {
            await connection.ExecuteAsync(step.Sql, transaction, seconds: 0, cancellationToken);
        }

        await ThrowIfOrphanedAsync(connection, transaction, id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Foreign keys are not watched while a migration runs, so they are checked at its end.</summary>
    private static async Task ThrowIfOrphanedAsync(
        SqliteConnection connection, SqliteTransaction transaction, string id, CancellationToken cancellationToken)
    {
        await using var check = new SqliteCommand("PRAGMA foreign_key_check", connection, transaction);
        if (await check.ExecuteScalarAsync(cancellationToken) is { } table)
        {
            throw new InvalidOperationException($"The migration {id} leaves rows in {table} whose foreign key refers to nothing.");
        }
    }

    private static int Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Does something for which no other process may be writing: again and again, since SQLite does not give turns.</summary>
    private async Task<T> PatientlyAsync<T>(Func<T> act, MigrationPatience patience, CancellationToken cancellationToken)
    {
        patience.Begin();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return act();
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            {
                if (patience.IsOver)
                {
                    throw new ConfigurationException(
                        $"The database '{file}' is busy: another process has been writing to it for {MigrationPatience.Longest.TotalSeconds:0} seconds.")
                    {
                        MayPass = true,
                    };
                }

                await patience.TellAsync(
                    $"Another process is writing to the database '{file}': waiting for it, {MigrationPatience.Longest.TotalSeconds:0} seconds at most.");
            }
        }
    }

    private async Task CheckWritableAsync(CancellationToken cancellationToken)
    {
        // Only a write shows it: on a file that cannot be written, SQLite lets a writer's transaction begin all the same.
        await using var write = openForWriting();

        // Another program may have taken it back to a rollback journal, with which reads and writes wait for each other.
        Run((SqliteConnection)write.Database.GetDbConnection(), "PRAGMA journal_mode = WAL");
        await using var transaction = await write.Database.BeginTransactionAsync(cancellationToken);
        await write.Database.ExecuteSqlRawAsync("UPDATE __EFMigrationsHistory SET ProductVersion = ProductVersion", cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
    }

    private void CheckFolder()
    {
        var path = Path.GetFullPath(file);
        if (Encoding.UTF8.GetByteCount(path) > LongestPath || Encoding.UTF8.GetByteCount(Path.GetFileName(path)) > LongestName)
        {
            throw new ConfigurationException(
                $"ConnectionStrings:Modular: the path '{file}' is too long for SQLite, which takes {LongestPath} bytes, and {LongestName} for the file's name; "
                + "set Data Source to a shorter one.");
        }

        var folder = Path.GetDirectoryName(path)!;
        if (File.Exists(folder))
        {
            throw new ConfigurationException(
                $"ConnectionStrings:Modular: '{folder}' is a file, so '{file}' cannot be written; set Data Source to a path in a folder.");
        }

        if (!Directory.Exists(folder))
        {
            throw new ConfigurationException(
                $"ConnectionStrings:Modular: there is no folder '{folder}'; create it, or set Data Source to a path in one that exists.");
        }
    }

    private ConfigurationException CannotUse(SqliteException failure) => SqliteTrouble.Instance.RefusalOf(failure) is { MayPass: true } refusal
        ? new($"ConnectionStrings:Modular: the database '{file}': {refusal.Sentence}") { MayPass = true }
        : new($"ConnectionStrings:Modular: the database '{file}' cannot be used (SQLite error {failure.SqliteErrorCode}); {Advice(failure)}.");

    private string Advice(SqliteException failure) => failure.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => "it is no SQLite database, so set Data Source to another file",
        raw.SQLITE_ERROR => $"{failure.Message.TrimEnd('.')}; if another program made it, set Data Source to another file",
        raw.SQLITE_CORRUPT => "it is damaged, so go back to a backup",
        raw.SQLITE_CANTOPEN when Directory.Exists(file) => "it is a folder, so set Data Source to a file in it",
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            $"{SystemUser.Name} has to be able to write it, the files beside it (-wal, -shm) and its folder, which their owner can allow",
        _ => "check the file and its disk",
    };
}
