using Microsoft.EntityFrameworkCore.Migrations;

namespace Modular.Infrastructure.Database.PostgreSql.Schema;

/// <summary>
/// The triggers of the tables on PostgreSQL, written by hand and called by the migrations. All of them can be run again, so a
/// migration that makes one of these tables anew, or that needs a newer text, calls it once more.
/// </summary>
internal static class PostgreSqlTriggers
{
    /// <summary>
    /// Written once: no statement changes an audit entry, or deletes one that is younger than two years. The triggers fire in sessions of
    /// replicas too, in which a superuser could otherwise write past them.
    /// </summary>
    private const string AuditTrail =
        """
        CREATE OR REPLACE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'The audit trail is only ever appended to.' USING ERRCODE = 'restrict_violation';
        END $$;

        CREATE OR REPLACE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries
            FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse();
        CREATE OR REPLACE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
            FOR EACH ROW WHEN (OLD.at > now() - interval '730 days') EXECUTE FUNCTION audit_entries_refuse();
        CREATE OR REPLACE TRIGGER audit_entries_truncate BEFORE TRUNCATE ON audit_entries
            FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse();

        ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_update;
        ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_delete;
        ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_truncate;
        """;

    /// <summary>Makes them, or makes them anew.</summary>
    public static void Create(MigrationBuilder migration) => migration.Sql(AuditTrail);

    /// <summary>Takes the function away, after its table.</summary>
    public static void Drop(MigrationBuilder migration) => migration.Sql("DROP FUNCTION IF EXISTS audit_entries_refuse();");
}
