using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api;

/// <summary>Brings the database to what this program needs.</summary>
internal static class MigrateCommand
{
    public const string Name = "migrate";

    public const string Help = """
        Makes the database where there is none, and brings an older one to what this program needs, while servers are running. A database
        that is newer than this program stays as it is.

          dotnet run --project src/Api -- migrate

        Back the database up before, with 'backup' on SQLite or pg_dump on PostgreSQL. Each migration is applied whole or not at all, so
        it can be stopped and run again. Of several at once, one works and the others wait.

        Exit code: 0 if this program can serve on the database, 1 if it cannot.

        """;

    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<ISchema>().MigrateAsync(Console.Out.WriteLine, cancellationToken);
        await Console.Out.WriteLineAsync((found.Standing, found.Unknown) switch
        {
            (SchemaStanding.Right, []) => "The database is up to date.",
            (SchemaStanding.Right, [.., var newest]) =>
                $"The database is newer than this program (its newest migration is {newest}) and was left as it is. It allows this program to serve.",
            _ => throw new ConfigurationException(
                $"The database is newer than this program (its newest migration is {found.Unknown[^1]}) and was left as it is. "
                + "It does not allow this program to serve: run a newer version."),
        });
        return 0;
    }
}
