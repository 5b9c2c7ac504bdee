using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Modular.Domain;

namespace Modular.Infrastructure.Database;

/// <summary>
/// Ends every sign-in when a backup begins to serve: sign-outs that came after it was made are not in it, and the tokens that they ended
/// would be good again. A copy that the command 'backup' makes says of itself that it is one.
/// </summary>
public sealed partial class RestoredBackup
{
    /// <summary>The number in a copy's header that says that it has not served yet: SQLite keeps it for the program, which has no other use for it.</summary>
    internal const int Mark = 1;

    private readonly ModularDb _db;
    private readonly IWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger<RestoredBackup> _logger;

    internal RestoredBackup(ModularDb db, IWriter writer, TimeProvider time, ILogger<RestoredBackup> logger) =>
        (_db, _writer, _time, _logger) = (db, writer, time, logger);

    /// <summary>Ends them, in one transaction, if the database is such a copy.</summary>
    /// <returns>Whether it is one.</returns>
    public async Task<bool> EndSignInsAsync(CancellationToken cancellationToken)
    {
        if (await _db.Database.SqlQuery<int>($"SELECT user_version AS \"Value\" FROM pragma_user_version").SingleAsync(cancellationToken) != Mark)
        {
            return false;
        }

        var now = _time.GetUtcNow().ToWholeMilliseconds();
        LogEnded(await _writer.WriteAsync((db, cancelled) => EndAsync(db, now, cancelled), cancellationToken));
        return true;
    }

    private static async Task<int> EndAsync(ModularDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The retention job knows customers who only hold a given-up identity by these two being the same moment.
        await db.Customers.Where(customer => customer.LastSignedInAt == null && customer.SignedOutAt == customer.FirstSeenAt)
            .ExecuteUpdateAsync(set => set.SetProperty(customer => customer.FirstSeenAt, now).SetProperty(customer => customer.SignedOutAt, now), cancellationToken);
        var ended = await db.Customers.Where(customer => customer.SignedOutAt == null || customer.SignedOutAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(customer => customer.SignedOutAt, now), cancellationToken);
        await db.Database.ExecuteSqlAsync($"PRAGMA user_version = 0", cancellationToken);
        return ended;
    }

    [LoggerMessage(1530, LogLevel.Warning, "This database is a backup that was restored: every sign-in from before now has ended, for {Customers} customers")]
    private partial void LogEnded(int customers);
}
