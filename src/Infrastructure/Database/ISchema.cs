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

    /// <summary>Whether the database answers.</summary>
    Task<bool> CanReadAsync(CancellationToken cancellationToken);
}
