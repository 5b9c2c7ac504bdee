using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Modular.Infrastructure.Database.Schema;

/// <summary>
/// A migration that states which programs can serve on the tables that it leaves. The statement is written into the database in the
/// migration's own transaction, because the program that has to know it is an older one: it does not have this migration.
/// </summary>
public abstract class SchemaMigration : Migration
{
    /// <summary>The table of the statements. It is not part of the model, so that an older program can read it with its own model.</summary>
    internal const string Table = "schema_versions";

    private IReadOnlyList<MigrationOperation>? _operations;

    /// <summary>
    /// The id of a migration: a program that has this one, or a later one, can serve on the tables that are left here. A migration that
    /// only adds what an older program does not notice names the oldest migration that still serves; one that takes something away names
    /// the migration since which programs do without it.
    /// </summary>
    public abstract string ServesFrom { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<MigrationOperation> UpOperations => _operations ??= [.. base.UpOperations, Statement()];

    private SqlOperation Statement()
    {
        var id = GetType().GetCustomAttribute<MigrationAttribute>()!.Id;
        return new SqlOperation
        {
            Sql = $"""
                CREATE TABLE IF NOT EXISTS {Table} (migration varchar(150) NOT NULL PRIMARY KEY, serves_from varchar(150) NOT NULL);
                INSERT INTO {Table} (migration, serves_from) VALUES ('{id}', '{ServesFrom}')
                    ON CONFLICT (migration) DO UPDATE SET serves_from = excluded.serves_from;
                """,
        };
    }
}
