namespace Modular.Infrastructure.Database.Schema;

/// <summary>The database's tables: whether this program can serve on them, and how they become what it needs.</summary>
public interface ISchema
{
    /// <summary>
    /// Brings the tables to what this program needs, creating the database where there is none, while other nodes serve. Each migration
    /// is a transaction of its own. A database with migrations that this program does not know is left as it is.
    /// </summary>
    /// <param name="news">Is told what was done, and what is waited for.</param>
    /// <param name="cancellationToken">Ends it; the migration under way is undone.</param>
    /// <returns>How the database compares with this program now.</returns>
    /// <exception cref="ConfigurationException">The database cannot be opened for writing, or others hold what a migration changes; what
    /// was done before stays done.</exception>
    Task<SchemaComparison> MigrateAsync(MigrationNews news, CancellationToken cancellationToken);

    /// <summary>Checks that this program can serve on the tables.</summary>
    /// <exception cref="ConfigurationException">The database cannot be opened, its tables are older, or newer and do not allow it.</exception>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>How the tables stand right now, cheaply enough to be asked each second. Does not throw for what the database does.</summary>
    Task<SchemaStanding> LookAsync(CancellationToken cancellationToken);
}

/// <summary>How the tables stand to what this program needs.</summary>
public enum SchemaStanding
{
    /// <summary>The database does not answer, or there are no tables.</summary>
    Absent,

    /// <summary>The database only lets itself be read, or does not take what is written.</summary>
    ReadOnly,

    /// <summary>Migrations of this program's are missing.</summary>
    Older,

    /// <summary>There are migrations that this program does not know and that do not allow it to serve (<see cref="SchemaMigration.ServesFrom"/>).</summary>
    Newer,

    /// <summary>They are what it needs, or newer and allow it to serve.</summary>
    Right,
}
