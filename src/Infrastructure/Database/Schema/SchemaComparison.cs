namespace Modular.Infrastructure.Database.Schema;

/// <summary>How the migrations of a database compare with those of this program.</summary>
/// <param name="Standing">Whether this program can serve on it.</param>
/// <param name="Missing">The migrations that the database lacks, oldest first.</param>
/// <param name="Unknown">The migrations of the database that this program does not know, oldest first.</param>
public sealed record SchemaComparison(SchemaStanding Standing, IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown);
