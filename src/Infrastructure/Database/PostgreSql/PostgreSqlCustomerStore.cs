using Modular.Application.Customers;
using Modular.Domain.Customers;
using Modular.Infrastructure.Customers;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql;

/// <summary>Customers in a PostgreSQL database.</summary>
internal sealed class PostgreSqlCustomerStore(
    NpgsqlDataSource database, Lazy<ModularDb> db, IWriter writer, CustomerQueries queries, SignInNotes notes)
    : CustomerStore(db, writer, queries, notes)
{
    private const string ByIdentity =
        """
        SELECT c.id, c.status, c.signed_out_at, c.last_signed_in_at
        FROM customer_identities AS i JOIN customers AS c ON c.id = i.customer_id
        WHERE i.issuer = $1 AND i.subject = $2
        """;

    public override async ValueTask<CustomerStanding?> FindByIdentityAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ByIdentity);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = issuer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken)
            ? new CustomerStanding(new CustomerId(rows.GetGuid(0)), (CustomerStatus)rows.GetInt32(1), Instant(rows, 2), Instant(rows, 3))
            : null;
    }

    private static DateTimeOffset? Instant(NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : rows.GetFieldValue<DateTimeOffset>(column);
}
