using Microsoft.EntityFrameworkCore;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

internal sealed class PostgreSqlOutbox(IWriter writer) : IOutbox
{
    // Any number that no other lock has (see PostgreSqlDb), as long as every node has the same.
    private const long Lock = 0x4F7574626F78;

    public Task<IReadOnlyList<CustomerId>> MoveAsync(int most, CancellationToken cancellationToken)
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

            var merged = await write.MergedAmongAsync([.. entries.Select(entry => entry.CustomerId).Distinct()], cancelled);
            var moved = entries.ConvertAll(entry => new StoredOrderEvent(
                merged.GetValueOrDefault(entry.CustomerId, entry.CustomerId), entry.OrderId, entry.Status, entry.At));
            write.AddRange(moved);
            await write.SaveChangesAsync(cancelled);
            var ids = entries.ConvertAll(entry => entry.Id);
            await write.Set<OutboxEntry>().Where(entry => ids.Contains(entry.Id)).ExecuteDeleteAsync(cancelled);
            return moved.ConvertAll(stored => stored.CustomerId);
        }
    }
}
