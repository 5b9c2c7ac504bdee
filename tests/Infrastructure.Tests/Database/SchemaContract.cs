using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database;

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
            await schema.MigrateAsync(cancellationToken);
            await schema.CheckAsync(cancellationToken);
            return await schema.LookAsync(cancellationToken);
        })).ShouldBe(SchemaStanding.Right);
}
