using Modular.Application.Customers;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Customers;

internal sealed class SqliteCustomerStandings(SqliteReaders readers) : ICustomerStandings
{
    private readonly SqliteQuery _byIdentity = new(
        """
        SELECT c.id, c.status, c.signed_out_at, c.last_signed_in_at
        FROM customer_identities AS i JOIN customers AS c ON c.id = i.customer_id
        WHERE i.issuer = ?1 AND i.subject = ?2
        """);

    public ValueTask<CustomerStanding?> FindAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        ValueTask.FromResult(readers.Read(_byIdentity, (issuer, subject), Take));

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
