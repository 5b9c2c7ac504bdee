using Microsoft.EntityFrameworkCore.Migrations;

namespace Modular.Infrastructure.Database.Sqlite.Schema;

/// <summary>
/// The triggers of the tables on SQLite, written by hand and called by the migrations. All of them can be run again, so a migration
/// that makes one of these tables anew (SQLite drops the triggers with the table), or that needs a newer text, calls it once more.
/// </summary>
internal static class SqliteTriggers
{
    /// <summary>
    /// Written once: no statement changes an audit entry, or deletes one that is younger than two years. REPLACE deletes without asking the
    /// trigger for DELETE, so a number that is there already is refused as well.
    /// </summary>
    private const string AuditTrail =
        """
        DROP TRIGGER IF EXISTS audit_entries_update;
        CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries
        BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever appended to.'); END;

        DROP TRIGGER IF EXISTS audit_entries_delete;
        CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
        WHEN OLD.at > (unixepoch() - 63072000) * 1000
        BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever appended to.'); END;

        DROP TRIGGER IF EXISTS audit_entries_replace;
        CREATE TRIGGER audit_entries_replace BEFORE INSERT ON audit_entries
        WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever appended to.'); END;
        """;

    /// <summary>Makes them, or makes them anew.</summary>
    public static void Create(MigrationBuilder migration) => migration.Sql(AuditTrail);
}
