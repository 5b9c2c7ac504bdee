using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Api.Tests.Hosting;

/// <summary>Tables that are what the program needs, for tests of a server outside Development that read and write none.</summary>
/// <param name="look">Runs before a look is answered.</param>
internal sealed class RightSchema(Func<CancellationToken, Task>? look = null) : ISchema
{
    /// <summary>Lets a server outside Development start on a database without tables.</summary>
    public static void Serve(IServiceCollection services, Func<CancellationToken, Task>? look = null)
    {
        services.AddScoped<ISchema>(_ => new RightSchema(look));
        services.RemoveAll<RestoredBackup>();
    }

    public async Task<SchemaStanding> LookAsync(CancellationToken cancellationToken)
    {
        await (look?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return SchemaStanding.Right;
    }

    public Task<SchemaComparison> MigrateAsync(MigrationNews news, CancellationToken cancellationToken) =>
        Task.FromResult(new SchemaComparison(SchemaStanding.Right, [], []));

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
