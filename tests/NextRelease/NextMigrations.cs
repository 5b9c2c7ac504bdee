using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.PostgreSql.Engine;
using Modular.Infrastructure.Database.Sqlite.Engine;

namespace Modular.NextRelease;

/// <summary>The migrations of today, and those of the releases up to the one that <see cref="Variable"/> names.</summary>
internal sealed class NextMigrations(ICurrentDbContext current) : IMigrationsAssembly
{
    /// <summary>Names the last migration that this release knows: <c>Expand</c>, or <c>Contract</c> for the release after it.</summary>
    private const string Variable = "MODULAR_TEST_RELEASE";

    private static readonly Type[] Later = [typeof(Expand), typeof(Contract)];

    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; } = Of(current.Context.GetType())
        .Concat(Later.TakeWhile(type => type.Name != LastName()).Append(Later.Single(type => type.Name == LastName())))
        .ToDictionary(IdOf, type => type.GetTypeInfo(), StringComparer.Ordinal);

    public ModelSnapshot? ModelSnapshot => null;

    public Assembly Assembly => typeof(NextMigrations).Assembly;

    /// <summary>The newest migration of today's program for a database product.</summary>
    public static string NewestOfToday(string provider) => IdOf(Of(
        provider.EndsWith("Sqlite", StringComparison.Ordinal) ? typeof(SqliteDb) : typeof(PostgreSqlDb)).Last());

    public string? FindMigrationId(string nameOrId) => Migrations.Keys.SingleOrDefault(id => id == nameOrId);

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass)!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    private static string LastName() => Environment.GetEnvironmentVariable(Variable) ?? nameof(Expand);

    private static string IdOf(Type migration) => migration.GetCustomAttribute<MigrationAttribute>()!.Id;

    private static IEnumerable<Type> Of(Type context) => typeof(ModularDb).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Migration)) && type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context)
        .OrderBy(IdOf, StringComparer.Ordinal);
}
