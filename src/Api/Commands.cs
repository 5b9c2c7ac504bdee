using Modular.Api.Customers;
using Modular.Api.Identity;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api;

/// <summary>What this program can do beside serving: <c>dotnet run --project src/Api -- migrate</c>.</summary>
internal static class Commands
{
    /// <summary>The command that the arguments begin with; null when they name none and the server is to run.</summary>
    /// <exception cref="ConfigurationException">They name one that does not exist.</exception>
    public static Func<IServiceProvider, CancellationToken, Task<int>>? Find(string[] args) => args switch
    {
        [] => null,
        [var first, ..] when first.StartsWith('-') || first.Contains('=', StringComparison.Ordinal) => null,
        ["explain-token", ..] => ExplainToken.RunAsync,
        ["migrate", ..] => MigrateAsync,
        [LinkIdentitiesCommand.Name, .. var rest] => (services, stop) => LinkIdentitiesCommand.RunAsync(services, rest, stop),
        [var first, ..] => throw new ConfigurationException($"The command '{first}' is unknown. Known: explain-token, link-identities, migrate."),
    };

    /// <summary>What the command that the arguments begin with does, if they ask for that.</summary>
    public static string? Help(string[] args) =>
        args is [LinkIdentitiesCommand.Name, .. var rest] && rest.Any(argument => argument is "--help" or "-h") ? LinkIdentitiesCommand.Help : null;

    private static async Task<int> MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISchema>().MigrateAsync(cancellationToken);
        await Console.Out.WriteLineAsync("The database is up to date.");
        return 0;
    }
}
