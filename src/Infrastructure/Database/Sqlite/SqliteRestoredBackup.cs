using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>Knows a copy by a number in the file's header, which SQLite keeps for the program and has no use for.</summary>
internal sealed class SqliteRestoredBackup(ModularDb db, IWriter writer, TimeProvider time, ILogger<RestoredBackup> logger)
    : RestoredBackup(db, writer, time, logger)
{
    /// <summary>The number in the header of a copy that has not served yet.</summary>
    internal const int Mark = 1;

    private protected override async Task<bool> IsCopyAsync(ModularDb db, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<int>($"SELECT user_version AS \"Value\" FROM pragma_user_version").SingleAsync(cancellationToken) == Mark;

    private protected override Task UnmarkAsync(ModularDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"PRAGMA user_version = 0", cancellationToken);
}
