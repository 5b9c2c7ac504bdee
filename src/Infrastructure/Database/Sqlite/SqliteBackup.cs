using ErrorOr;
using Microsoft.Data.Sqlite;
using Modular.Application.Database;
using Modular.Infrastructure.Database.Sqlite.Engine;
using SQLitePCL;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>
/// Copies a SQLite file by SQLite's own backup, in small steps, all within one read transaction: writers go on in the write-ahead log
/// and neither wait nor make it begin again, and the copy is the moment at which it began. (VACUUM INTO would be as consistent, but says
/// nothing until it is done, and writes every index anew.)
/// </summary>
/// <param name="database">The path of the database.</param>
internal sealed class SqliteBackup(string database) : IBackup
{
    /// <summary>How many pages are copied in a step: about a megabyte, between two looks at whether to stop.</summary>
    private const int PagesInStep = 256;

    public Task<ErrorOr<long>> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken)
    {
        // SQLite works where it is called: a thread of its own, for as long as it takes.
        return Task.Factory.StartNew(
            () => Copy(Path.GetFullPath(file), progress, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private ErrorOr<long> Copy(string target, Action<long, long> progress, CancellationToken cancellationToken)
    {
        // Beside the target: a rename does not cross file systems.
        var draft = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        if (Create(target, draft) is { } refused)
        {
            return refused;
        }

        try
        {
            CopyPages(draft, progress, cancellationToken);
            if (!IsWhole(draft, cancellationToken))
            {
                return Refused("The copy is damaged, and so is the database, if the disk is not; nothing was left. Keep the backups that you have.");
            }

            cancellationToken.ThrowIfCancellationRequested();
            var size = Flush(draft);
            return Move(draft, target) is { } taken ? taken : size;
        }
        catch (SqliteException failure) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The copy was stopped.", failure, cancellationToken);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_IOERR)
        {
            return Refused($"'{target}' cannot be written, for there is no room or the disk fails; nothing was left there.");
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            throw new DatabaseUnavailableException("The database was busy while it was copied.", failure);
        }
        catch (SqliteException failure)
        {
            return Refused($"The database '{database}' cannot be copied (SQLite error {failure.SqliteErrorCode}); nothing was left at '{target}'.");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private Error? Create(string target, string draft)
    {
        if (!File.Exists(database))
        {
            return Refused($"There is no database '{database}'; set ConnectionStrings:Modular to the one that is to be copied.");
        }

        if (Path.Exists(target))
        {
            return Refused($"'{target}' exists already, and a backup replaces nothing; name another file.");
        }

        try
        {
            // The copy has all data of the database, so only its owner may read it.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            new FileStream(draft, options).Dispose();
            return null;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return Refused($"'{target}' cannot be written; {(Directory.Exists(Path.GetDirectoryName(target)) ? $"{SystemUser.Name} may not write in its folder, or the disk is full or read-only" : "its folder does not exist, so create it or name another")}.");
        }
    }

    private void CopyPages(string draft, Action<long, long> progress, CancellationToken cancellationToken)
    {
        using var from = Open(database, "PRAGMA query_only = ON");
        using var to = Open(draft, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");

        // A transaction reads from its first read on, and keeps to that moment.
        Check(from, raw.sqlite3_exec(from, "BEGIN; SELECT count(*) FROM sqlite_schema"));
        var pageSize = PageSize(from);
        using var backup = raw.sqlite3_backup_init(to, "main", from, "main");
        if (backup.IsInvalid)
        {
            Check(to, raw.sqlite3_errcode(to));
        }

        int code;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(backup, PagesInStep);
            var pages = raw.sqlite3_backup_pagecount(backup);
            progress((pages - raw.sqlite3_backup_remaining(backup)) * pageSize, pages * pageSize);
        }
        while (code == raw.SQLITE_OK);

        if (code != raw.SQLITE_DONE)
        {
            Check(to, code);
        }
    }

    /// <summary>Checks every page, every index against its table, and every reference, and marks a whole copy as a copy.</summary>
    private static bool IsWhole(string draft, CancellationToken cancellationToken)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = draft, Pooling = false }.ConnectionString);
        copy.Open();
        using var interrupt = cancellationToken.Register(() => raw.sqlite3_interrupt(copy.Handle));
        using var command = copy.CreateCommand();
        command.CommandTimeout = 0;
        if (First("PRAGMA integrity_check(1)") is not "ok" || First("PRAGMA foreign_key_check") is not null)
        {
            return false;
        }

        First($"PRAGMA user_version = {SqliteRestoredBackup.Mark}");
        return true;

        object? First(string pragma)
        {
            command.CommandText = pragma;
            return command.ExecuteScalar();
        }
    }

    private static long Flush(string draft)
    {
        using var file = File.OpenHandle(draft, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
        return RandomAccess.GetLength(file);
    }

    private static Error? Move(string draft, string target)
    {
        try
        {
            File.Move(draft, target, overwrite: false);
            return null;
        }
        catch (IOException)
        {
            return Refused($"'{target}' came into being meanwhile, and a backup replaces nothing; name another file.");
        }
    }

    private static Error Refused(string sentence) => Error.Conflict("backup-refused", sentence);

    private static sqlite3 Open(string file, string settings)
    {
        // Not read-only, for then it could not join the write-ahead log.
        var opened = raw.sqlite3_open_v2(file, out var connection, raw.SQLITE_OPEN_READWRITE, vfs: null);
        try
        {
            Check(connection, opened);
            raw.sqlite3_busy_timeout(connection, SqliteSettings.BusyMilliseconds);
            Check(connection, raw.sqlite3_exec(connection, settings));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static long PageSize(sqlite3 connection)
    {
        Check(connection, raw.sqlite3_prepare_v2(connection, "PRAGMA page_size", out var statement));
        using (statement)
        {
            raw.sqlite3_step(statement);
            return raw.sqlite3_column_int64(statement, 0);
        }
    }

    private static void Check(sqlite3 connection, int code) => SqliteException.ThrowExceptionForRC(code, connection);
}
