using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Modular.Application.Cluster;
using Modular.Domain.Customers;
using Modular.Infrastructure.Orders;

namespace Modular.Infrastructure.Database.PostgreSql;

/// <summary>Moves the outbox of a PostgreSQL database.</summary>
internal sealed class PostgreSqlOutboxRelay(
    IWriter writer, OutboxSignal bell, INodeSignals signals, TimeProvider time, LogFlood flood, DatabaseTrouble trouble, ILogger<OutboxRelay> logger)
    : OutboxRelay(bell, signals, time, flood, trouble, logger)
{
    // Any number that no other lock has (see PostgreSqlDb), as long as every node has the same.
    private const long Lock = 0x4F7574626F78;

    protected override Task<IReadOnlyList<CustomerId>> MoveAsync(int most, CancellationToken cancellationToken)
    {
        return writer.WriteAsync(MoveAsync, cancellationToken);

        async Task<IReadOnlyList<CustomerId>> MoveAsync(ModularDb write, CancellationToken cancelled)
        {
            await write.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancelled);
            var entries = await write.Set<OutboxEntry>().AsNoTracking().OrderBy(entry => entry.Id).Take(most).ToListAsync(cancelled);
            if (entries.Count == 0)
            {
                return [];
            }

            write.AddRange(entries.Select(entry => new StoredOrderEvent(entry.CustomerId, entry.OrderId, entry.Status, entry.At)));
            await write.SaveChangesAsync(cancelled);
            var ids = entries.ConvertAll(entry => entry.Id);
            await write.Set<OutboxEntry>().Where(entry => ids.Contains(entry.Id)).ExecuteDeleteAsync(cancelled);
            return entries.ConvertAll(entry => entry.CustomerId);
        }
    }
}
