using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Domain.Customers;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql;

/// <summary>Reads of customers that other modules need within a write to PostgreSQL. They stand here, since no module knows the tables of another.</summary>
internal static class PostgreSqlActingCustomers
{
    private const string ById = "SELECT status, merged_into FROM customers WHERE id = $1 FOR UPDATE";

    /// <summary>
    /// Locks a customer who is about to act and reads it in the same statement: the one that they became part of, if they did, since the
    /// request was let in. The read waits for a merge that is under way, and sees what it has written.
    /// </summary>
    public static async Task<ErrorOr<CustomerId>> LockActingAsync(this ModularDb write, CustomerId id, CancellationToken cancellationToken) =>
        await LockAsync(write, id, cancellationToken) switch
        {
            { MergedInto: { } other } => await write.LockActingAsync(other, cancellationToken),
            { Refusal: { } refusal } => refusal,
            null => throw ActingCustomer.Gone(),
            _ => id,
        };

    private static async Task<ActingCustomer?> LockAsync(ModularDb write, CustomerId id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ById, (NpgsqlConnection)write.Database.GetDbConnection());
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id.Value });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken)
            ? new ActingCustomer((CustomerStatus)rows.GetInt32(0), await rows.IsDBNullAsync(1, cancellationToken) ? null : new CustomerId(rows.GetGuid(1)))
            : null;
    }
}
