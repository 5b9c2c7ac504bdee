using ErrorOr;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database.Sqlite.Engine;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>
/// Reads of customers that other modules need within a write to SQLite without EF. They stand here, since no module knows the tables of another.
/// </summary>
internal static class SqliteActingCustomers
{
    private static readonly SqliteQuery ById = new("SELECT status, merged_into FROM customers WHERE id = ?1");

    /// <summary>
    /// Reads a customer who is about to act; after a merge since the authorization, the customer that it was merged into. Nothing changes it
    /// until the transaction ends, for the one writer has the whole file.
    /// </summary>
    public static ErrorOr<CustomerId> Acting(this SqliteStatements write, CustomerId id) => write.Run(ById, id, Take) switch
    {
        { MergedInto: { } other } => write.Acting(other),
        { Refusal: { } refusal } => refusal,
        null => throw ActingCustomer.Gone(),
        _ => id,
    };

    private static ActingCustomer? Take(SqliteRows rows, CustomerId id)
    {
        rows.Bind(1, id.Value);
        return rows.Next() ? new ActingCustomer((CustomerStatus)rows.Number(0), rows.IsNull(1) ? null : new CustomerId(rows.Uuid(1))) : null;
    }
}
