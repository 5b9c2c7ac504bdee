using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Infrastructure.Database.PostgreSql.Schema;

/// <summary>
/// The rights of a role that only serves: such a role does not own the tables, so each right is granted, and one may be forgotten.
/// </summary>
internal static class PostgreSqlRights
{
    private static readonly string[] All = ["SELECT", "INSERT", "UPDATE", "DELETE"];

    // Tables that are used in fewer ways. The beginning of the audit trail goes after years, which an operator may want to do otherwise.
    private static readonly Dictionary<string, string[]> Fewer = new(StringComparer.Ordinal)
    {
        ["audit_entries"] = ["SELECT", "INSERT"],
        ["idempotency_keys"] = ["SELECT", "INSERT", "DELETE"],
        ["order_events"] = ["SELECT", "INSERT", "DELETE"],
        ["orders"] = ["SELECT", "INSERT", "UPDATE"],
        ["outbox"] = ["SELECT", "INSERT", "DELETE"],
        ["products"] = ["SELECT", "INSERT", "UPDATE"],
        [SchemaMigration.Table] = ["SELECT"],
    };

    /// <summary>
    /// The statements by which the owner of the tables grants what this session lacks; null when it lacks nothing. A table that is not
    /// there is for the comparison of the migrations to tell.
    /// </summary>
    public static async Task<string?> MissingAsync(ModularDb db, CancellationToken cancellationToken)
    {
        var needed = db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).OfType<string>().Append(SchemaMigration.Table)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .SelectMany(table => Fewer.GetValueOrDefault(table, All).Select(right => (Table: table, Right: right))).ToList();
        string[] tables = [.. needed.Select(one => one.Table)], rights = [.. needed.Select(one => one.Right)];
        var missing = await db.Database.SqlQuery<MissingRight>(
            $"""
            SELECT needed.name AS "Table", needed.privilege AS "Right", quote_ident(current_user) AS "Role"
            FROM unnest({tables}, {rights}) WITH ORDINALITY AS needed(name, privilege, place)
            WHERE NOT has_table_privilege(to_regclass(quote_ident(needed.name)), needed.privilege) ORDER BY needed.place
            """).ToListAsync(cancellationToken);
        return missing.Count == 0 ? null : Grants(missing);
    }

    private static string Grants(List<MissingRight> missing) => string.Join("; ", missing
        .GroupBy(one => one.Table, StringComparer.Ordinal)
        .GroupBy(table => string.Join(", ", table.Select(one => one.Right)), table => table.Key, StringComparer.Ordinal)
        .Select(tables => $"GRANT {tables.Key} ON {string.Join(", ", tables)} TO {missing[0].Role}"));

    private sealed record MissingRight(string Table, string Right, string Role);
}
