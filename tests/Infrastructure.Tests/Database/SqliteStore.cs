using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Tests.Database;

/// <summary>A SQLite database of its own, migrated and empty.</summary>
public sealed class SqliteStore : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-store-").FullName;
    private readonly ServiceProvider _services;

    public SqliteStore()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddLocalSignals();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddDatabase(database => database.UseSqlite($"Data Source={Path.Combine(_folder, "modular.db")};Pooling=False"));
        _services = services.BuildServiceProvider();
    }

    /// <summary>Does something with a service, in a scope of its own as each request has one.</summary>
    public async Task<TResult> WithAsync<TService, TResult>(Func<TService, CancellationToken, Task<TResult>> act)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>(), TestContext.Current.CancellationToken);
    }

    /// <summary>Writes as the stores do.</summary>
    internal Task<TResult> WriteAsync<TResult>(Func<ModularDb, CancellationToken, Task<TResult>> work) =>
        WithAsync<IWriter, TResult>((writer, cancellationToken) => writer.WriteAsync(work, cancellationToken));

    public async ValueTask InitializeAsync() => await WithAsync<ISchema, bool>(async (schema, cancellationToken) =>
    {
        await schema.MigrateAsync(cancellationToken);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
