using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Modular.Infrastructure.Database.Schema;

/// <summary>The migrations of a database beside those of this program.</summary>
internal static class Migrations
{
    /// <summary>How the database stands by them, if it answers.</summary>
    public static async Task<SchemaStanding> CompareMigrationsAsync(this ModularDb db, CancellationToken cancellationToken) =>
        (await db.CompareSchemaAsync(cancellationToken)).Standing;

    /// <summary>The same, with the migrations that make the difference.</summary>
    public static async Task<SchemaComparison> CompareSchemaAsync(this ModularDb db, CancellationToken cancellationToken)
    {
        string[] known = [.. db.Database.GetMigrations()];
        string[] applied = [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
        string[] missing = [.. known.Except(applied, StringComparer.Ordinal)];
        string[] unknown = [.. applied.Except(known, StringComparer.Ordinal)];
        var standing = (missing, unknown) switch
        {
            ([], []) => SchemaStanding.Right,
            (_, []) => SchemaStanding.Older,
            ([], _) when await db.AllowsAsync(known[^1], unknown, cancellationToken) => SchemaStanding.Right,
            _ => SchemaStanding.Newer,
        };
        return new SchemaComparison(standing, missing, unknown);
    }

    /// <summary>The statement that makes the history of migrations where there is none.</summary>
    public static string HistoryIfNotExists(this ModularDb db) => db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript();

    /// <summary>The statements of a migration of this program's, the one that notes it in the history last.</summary>
    public static IReadOnlyList<MigrationStep> StepsOf(this ModularDb db, string id)
    {
        var assembly = db.GetService<IMigrationsAssembly>();
        var migration = assembly.CreateMigration(assembly.Migrations[id], db.Database.ProviderName!);
        var model = db.GetService<IModelRuntimeInitializer>().Initialize(migration.TargetModel, designTime: true, validationLogger: null);
        var note = db.GetService<IHistoryRepository>().GetInsertScript(new HistoryRow(id, ProductInfo.GetVersion()));
        return
        [
            .. db.GetService<IMigrationsSqlGenerator>().Generate(migration.UpOperations, model)
                .Select(command => new MigrationStep(command.CommandText, command.TransactionSuppressed)),
            new MigrationStep(note, OutsideTransaction: false),
        ];
    }

    /// <summary>Runs a text of one or more statements.</summary>
    /// <param name="seconds">How long it may take; 0 for as long as it takes.</param>
    public static async Task ExecuteAsync(
        this DbConnection connection, string sql, DbTransaction? transaction, int seconds, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.CommandTimeout = seconds;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether each of those migrations states that a program whose newest one is <paramref name="newest"/> can serve.</summary>
    private static async Task<bool> AllowsAsync(
        this ModularDb db, string newest, IReadOnlyCollection<string> unknown, CancellationToken cancellationToken)
    {
        if (!await db.HasTableAsync(SchemaMigration.Table, cancellationToken))
        {
            return false;
        }

        var allowing = await db.Database.SqlQueryRaw<Statement>($"SELECT migration AS \"Migration\", serves_from AS \"ServesFrom\" FROM {SchemaMigration.Table}")
            .ToListAsync(cancellationToken);
        return !unknown.Except(
            allowing.Where(statement => string.CompareOrdinal(statement.ServesFrom, newest) <= 0).Select(statement => statement.Migration),
            StringComparer.Ordinal).Any();
    }

    private sealed record Statement(string Migration, string ServesFrom);
}
