using Modular.Application.Customers;
using Modular.Domain.Customers;
using Modular.Infrastructure.Customers;
using Modular.Infrastructure.Database.Sqlite.Engine;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>Customers in a SQLite file.</summary>
internal sealed class SqliteCustomerStore(Lazy<ModularDb> db, SqliteWriter writer, SqliteReaders readers, CustomerQueries queries, SignInNotes notes)
    : CustomerStore(db, writer, queries, notes)
{
    private static readonly SqliteQuery ByIdentity = new(
        """
        SELECT c.id, c.status, c.signed_out_at, c.last_signed_in_at
        FROM customer_identities AS i JOIN customers AS c ON c.id = i.customer_id
        WHERE i.issuer = ?1 AND i.subject = ?2
        """);

    public override ValueTask<CustomerStanding?> FindByIdentityAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        ValueTask.FromResult(readers.Read(ByIdentity, (issuer, subject), Take));

    private static CustomerStanding? Take(SqliteRows rows, (string Issuer, string Subject) asked)
    {
        rows.Bind(1, asked.Issuer);
        rows.Bind(2, asked.Subject);
        return rows.Next()
            ? new CustomerStanding(
                new CustomerId(rows.Uuid(0)), (CustomerStatus)rows.Number(1), Instant(rows, 2), Instant(rows, 3))
            : null;
    }

    private static DateTimeOffset? Instant(SqliteRows rows, int column) =>
        rows.IsNull(column) ? null : rows.Instant(column);
}
