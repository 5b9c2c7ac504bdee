using Microsoft.EntityFrameworkCore;

namespace Modular.Infrastructure.Database;

/// <summary>The migrations of a database beside those of this program.</summary>
internal static class Migrations
{
    /// <summary>How the database stands by them, if it answers.</summary>
    public static async Task<SchemaStanding> CompareMigrationsAsync(this ModularDb db, CancellationToken cancellationToken)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        return !applied.IsSubsetOf(known) ? SchemaStanding.Newer
            : applied.Count < known.Count ? SchemaStanding.Older
            : SchemaStanding.Right;
    }
}
