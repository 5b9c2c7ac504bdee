namespace Modular.Infrastructure.Database.Schema;

/// <summary>A statement of a migration.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="OutsideTransaction">Whether the database cannot run it in a transaction, as an index that is built beside writers.</param>
internal sealed record MigrationStep(string Sql, bool OutsideTransaction);
