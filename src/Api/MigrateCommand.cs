using Modular.Infrastructure.Database;

namespace Modular.Api;

/// <summary>Brings the database to what this program needs.</summary>
internal static class MigrateCommand
{
    public const string Name = "migrate";

    public const string Help = """
        Makes the database where there is none, and brings an older one to what this program needs.

          dotnet run --project src/Api -- migrate

        Back the database up before, with 'backup' on SQLite or pg_dump on PostgreSQL. It can be run again: a database that is right
        stays as it is.

        Exit code: 0 if the database is right, 1 if it cannot be used.

        """;

    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISchema>().MigrateAsync(cancellationToken);
        await Console.Out.WriteLineAsync("The database is up to date.");
        return 0;
    }
}
