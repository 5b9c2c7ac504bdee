using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Orders;

namespace Modular.Infrastructure.Database.PostgreSql;

/// <summary>Moves the outbox of a PostgreSQL database.</summary>
internal sealed class PostgreSqlOutboxRelay(IWriter writer, OutboxRelay.Surroundings around) : OutboxRelay(around)
{
    // Any number that no other lock has (see PostgreSqlDb), as long as every node has the same.
    private const long Lock = 0x4F7574626F78;

    protected override Task<MovedEntries> MoveAsync(int most, CancellationToken cancellationToken)
    {
        return writer.WriteAsync(MoveAsync, cancellationToken);

        async Task<MovedEntries> MoveAsync(ModularDb write, CancellationToken cancelled)
        {
            await write.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancelled);
            var entries = await write.Set<OutboxEntry>().AsNoTracking().OrderBy(entry => entry.Id).Take(most).ToListAsync(cancelled);
            if (entries.Count == 0)
            {
                return MovedEntries.None;
            }

            write.AddRange(entries.Select(entry => new StoredOrderEvent(entry.CustomerId, entry.OrderId, entry.Status, entry.At)));
            await write.SaveChangesAsync(cancelled);
            var ids = entries.ConvertAll(entry => entry.Id);
            await write.Set<OutboxEntry>().Where(entry => ids.Contains(entry.Id)).ExecuteDeleteAsync(cancelled);
            return new MovedEntries(entries.ConvertAll(entry => entry.CustomerId), [.. entries.Select(entry => entry.TraceParent).OfType<string>()]);
        }
    }
}
