using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Architecture.Tests;

/// <summary>Each migration states which programs can serve on the tables that it leaves.</summary>
public class SchemaMigrations
{
    private static readonly IReadOnlyList<Type> Migrations =
        [.. Source.LayerTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(Migration)))];

    [Fact]
    public void Each_migration_names_itself_or_an_earlier_one_of_the_same_database()
    {
        Migrations.GroupBy(migration => migration.Namespace).Count().ShouldBe(2);
        Migrations.Where(migration => !StatesWhatServes(migration, Migrations)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(typeof(Silent))]
    [InlineData(typeof(Unknown))]
    [InlineData(typeof(Backwards))]
    public void A_migration_that_does_not_is_seen(Type migration) =>
        StatesWhatServes(migration, [typeof(Silent), typeof(Unknown), typeof(Backwards), typeof(Last)]).ShouldBeFalse();

    private static bool StatesWhatServes(Type migration, IReadOnlyList<Type> all) =>
        migration.IsSubclassOf(typeof(SchemaMigration))
        && ((SchemaMigration)Activator.CreateInstance(migration)!).ServesFrom is var from
        && all.Where(other => other.Namespace == migration.Namespace).Select(IdOf).Contains(from, StringComparer.Ordinal)
        && string.CompareOrdinal(from, IdOf(migration)) <= 0;

    private static string IdOf(Type migration) => migration.GetCustomAttribute<MigrationAttribute>()!.Id;

    [Migration("20260101000000_Silent")]
    private sealed class Silent : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
        }
    }

    [Migration("20260102000000_Unknown")]
    private sealed class Unknown : SchemaMigration
    {
        public override string ServesFrom => "20250101000000_Elsewhere";

        protected override void Up(MigrationBuilder migrationBuilder)
        {
        }
    }

    [Migration("20260103000000_Backwards")]
    private sealed class Backwards : SchemaMigration
    {
        public override string ServesFrom => "20260104000000_Last";

        protected override void Up(MigrationBuilder migrationBuilder)
        {
        }
    }

    [Migration("20260104000000_Last")]
    private sealed class Last : SchemaMigration
    {
        public override string ServesFrom => "20260104000000_Last";

        protected override void Up(MigrationBuilder migrationBuilder)
        {
        }
    }
}
