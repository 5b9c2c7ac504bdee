using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Infrastructure.Tests.Database;

/// <summary>The tables are what the program needs, and made by its own migrations.</summary>
public abstract class SchemaContract(Store store)
{
    [Fact]
    public async Task The_migrations_make_what_the_model_says() =>
        (await store.WithAsync<ModularDb, bool>((db, _) => Task.FromResult(db.Database.HasPendingModelChanges()))).ShouldBeFalse();

    [Fact]
    public async Task What_was_migrated_is_what_the_program_needs_and_migrating_again_does_no_harm() =>
        (await store.WithAsync<ISchema, SchemaStanding>(async (schema, cancellationToken) =>
        {
            await schema.CheckAsync(cancellationToken);
            await schema.MigrateAsync(MigrationNews.Unheard, cancellationToken);
            await schema.CheckAsync(cancellationToken);
            return await schema.LookAsync(cancellationToken);
        })).ShouldBe(SchemaStanding.Right);

    [Theory]
    [InlineData(null, SchemaStanding.Newer)]
    [InlineData("29990101000000_Later", SchemaStanding.Newer)]
    [InlineData("the newest of this program", SchemaStanding.Right)]
    [InlineData("20000101000000_Earlier", SchemaStanding.Right)]
    public async Task A_migration_that_this_program_does_not_know_says_whether_it_can_serve(string? servesFrom, SchemaStanding standing)
    {
        const string Later = "29990101000000_Later";
        var newest = await store.WithAsync<ModularDb, string>((db, _) => Task.FromResult(db.Database.GetMigrations().Last()));
        await ExecuteAsync($"INSERT INTO \"__EFMigrationsHistory\" VALUES ('{Later}', '99.0.0')");
        try
        {
            if (servesFrom is not null)
            {
                var from = servesFrom.StartsWith("the newest", StringComparison.Ordinal) ? newest : servesFrom;
                await ExecuteAsync($"INSERT INTO schema_versions VALUES ('{Later}', '{from}')");
            }

            (await LookAsync()).ShouldBe(standing);
            var found = await store.WithAsync<ISchema, SchemaComparison>((schema, cancellationToken) =>
                schema.MigrateAsync(MigrationNews.Unheard with { Done = _ => throw new InvalidOperationException("There is nothing to do.") }, cancellationToken));
            (found.Standing, found.Unknown.Single()).ShouldBe((standing, Later));
        }
        finally
        {
            await ExecuteAsync($"DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = '{Later}'");
            await ExecuteAsync($"DELETE FROM schema_versions WHERE migration = '{Later}'");
        }

        (await LookAsync()).ShouldBe(SchemaStanding.Right);
    }

    [Fact]
    public async Task Each_applied_migration_has_left_its_statement() =>
        (await store.ReadAsync("SELECT migration FROM schema_versions ORDER BY migration")).ShouldBe(
            await store.ReadAsync("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY \"MigrationId\""));

    private Task<SchemaStanding> LookAsync() => store.WithAsync<ISchema, SchemaStanding>((schema, cancellationToken) => schema.LookAsync(cancellationToken));

    private Task<int> ExecuteAsync(string sql) => store.WriteAsync((db, cancellationToken) => db.Database.ExecuteSqlRawAsync(sql, cancellationToken));
}
