namespace Modular.Infrastructure.Database;

/// <summary>The database's tables: whether they are what this program needs, and how they become it.</summary>
public interface ISchema
{
    /// <summary>Brings the tables to what this program needs, creating the database where there is none.</summary>
    /// <exception cref="ConfigurationException">The database cannot be opened for writing.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Checks that the tables are what this program needs.</summary>
    /// <exception cref="ConfigurationException">The database cannot be opened, or its tables are older or newer.</exception>
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

    /// <summary>There are migrations that this program does not know.</summary>
    Newer,

    /// <summary>They are exactly what it needs.</summary>
    Right,
}
