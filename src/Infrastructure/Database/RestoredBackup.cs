using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Modular.Domain;

namespace Modular.Infrastructure.Database;

/// <summary>
/// Ends every sign-in when a backup begins to serve: sign-outs that came after it was made are not in it, and the tokens that they ended
/// would be good again. A database product registers this if the copies of the command 'backup' say that they are copies.
/// </summary>
public abstract partial class RestoredBackup
{
    private readonly ModularDb _db;
    private readonly IWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger<RestoredBackup> _logger;

    private protected RestoredBackup(ModularDb db, IWriter writer, TimeProvider time, ILogger<RestoredBackup> logger) =>
        (_db, _writer, _time, _logger) = (db, writer, time, logger);

    /// <summary>Ends them, in one transaction, if the database is such a copy.</summary>
    /// <returns>Whether it is one.</returns>
    public async Task<bool> EndSignInsAsync(CancellationToken cancellationToken)
    {
        if (!await IsCopyAsync(_db, cancellationToken))
        {
            return false;
        }

        var now = _time.GetUtcNow().ToWholeMilliseconds();
        LogEnded(await _writer.WriteAsync((db, cancelled) => EndAsync(db, now, cancelled), cancellationToken));
        return true;
    }

    /// <summary>Whether the database is a copy that has not served yet.</summary>
    private protected abstract Task<bool> IsCopyAsync(ModularDb db, CancellationToken cancellationToken);

    /// <summary>Notes within a transaction that it has served.</summary>
    private protected abstract Task UnmarkAsync(ModularDb db, CancellationToken cancellationToken);

    private async Task<int> EndAsync(ModularDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The retention job knows customers who only hold a given-up identity by these two being the same moment.
        await db.Customers.Where(customer => customer.LastSignedInAt == null && customer.SignedOutAt == customer.FirstSeenAt)
            .ExecuteUpdateAsync(set => set.SetProperty(customer => customer.FirstSeenAt, now).SetProperty(customer => customer.SignedOutAt, now), cancellationToken);
        var ended = await db.Customers.Where(customer => customer.SignedOutAt == null || customer.SignedOutAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(customer => customer.SignedOutAt, now), cancellationToken);
        await UnmarkAsync(db, cancellationToken);
        return ended;
    }

    [LoggerMessage(1530, LogLevel.Warning, "This database is a backup that was restored: every sign-in from before now has ended, for {Customers} customers")]
    private partial void LogEnded(int customers);
}
