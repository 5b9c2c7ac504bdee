using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Modular.Infrastructure.Database;

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
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        CheckFolder();
        try
        {
            // Kept in the file: readers do not wait for the writer.
            await using var write = openForWriting();
            await write.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
            await write.Database.MigrateAsync(cancellationToken);
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
            var standing = await db.CompareMigrationsAsync(cancellationToken);
            if (standing == SchemaStanding.Newer)
            {
                throw new ConfigurationException(
                    $"The database '{file}' was migrated by a newer version of this program; run that version.");
            }

            if (standing == SchemaStanding.Older)
            {
                throw new ConfigurationException(
                    $"The database '{file}' is older than this program; back it up, then run this program with 'migrate'.");
            }

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
                doubt.End();
            }

            await using var look = new SqliteDb(options);
            return await look.CompareMigrationsAsync(CancellationToken.None);
        }
        catch (Exception failure) when (DatabaseTrouble.IsBehind(failure))
        {
            return SchemaStanding.Absent;
        }
    }

    private async Task CheckWritableAsync(CancellationToken cancellationToken)
    {
        // Only a write shows it: on a file that cannot be written, SQLite lets a writer's transaction begin all the same.
        await using var write = openForWriting();
        await using var transaction = await write.Database.BeginTransactionAsync(cancellationToken);
        await write.Database.ExecuteSqlRawAsync("UPDATE __EFMigrationsHistory SET ProductVersion = ProductVersion", cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
    }

    private void CheckFolder()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
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

    private ConfigurationException CannotUse(SqliteException failure) => new(
        $"ConnectionStrings:Modular: the database '{file}' cannot be used (SQLite error {failure.SqliteErrorCode}); "
        + "check that it is a SQLite file and that this process may write it and its folder.");
}
