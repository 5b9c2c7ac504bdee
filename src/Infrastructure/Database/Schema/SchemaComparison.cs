namespace Modular.Infrastructure.Database.Schema;

/// <summary>How the migrations of a database compare with those of this program.</summary>
/// <param name="Standing">Whether this program can serve on it.</param>
/// <param name="Missing">The migrations that the database lacks, oldest first.</param>
/// <param name="Unknown">The migrations of the database that this program does not know, oldest first.</param>
public sealed record SchemaComparison(SchemaStanding Standing, IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown)
{
    /// <summary>Refuses a database on which this program cannot serve.</summary>
    /// <param name="database">Its name, for the sentence.</param>
    /// <exception cref="ConfigurationException">The database is older, or newer and does not allow this program.</exception>
    internal void ThrowUnlessServed(string? database)
    {
        if (Standing == SchemaStanding.Newer)
        {
            throw new ConfigurationException(
                $"The database '{database}' was migrated by a newer version of this program, and its migrations up to "
                + $"{Unknown[^1]} do not allow this version to serve; run that version.");
        }

        if (Standing == SchemaStanding.Older)
        {
            throw new ConfigurationException(
                $"The database '{database}' is older than this program; back it up, then run this program with 'migrate'.");
        }
    }
}
