using ErrorOr;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Cluster;
using Modular.Application.Customers;
using Modular.Application.Database;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Application.Products;
using Modular.Application.Tests.Cluster;
using Modular.Application.Tests.Database;
using Modular.Application.Tests.Identity;
using Modular.Infrastructure;
using Modular.Infrastructure.Customers;
using Modular.Infrastructure.Database.Sqlite;

namespace Modular.Application.Tests;

/// <summary>The real use cases and their real pipeline, over the real stores of a SQLite file, whose calls are noted.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public World()
    {
        var services = new ServiceCollection()
            .AddUseCases()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddDatabase(database => database.UseSqlite(Stored.ConnectionString))
            .AddSingleton<ITokenValidator>(Tokens)
            .AddSingleton<INodeSignals>(Signals)
            .AddSingleton<ICanonicalIssuers>(new IssuersByForm())
            .AddSingleton<IBackup>(new BackupInMemory());
        Record<ICustomerStore>(services);
        Record<IOrderStore>(services);
        Record<IProductStore>(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>The calls of the stores.</summary>
    public Calls Calls { get; } = new();

    /// <summary>The content of the stores.</summary>
    public SqliteFixture Stored { get; } = new();

    public FakeTimeProvider Time { get; } = new(Callers.Noon);

    /// <summary>The verdicts of the identity port about tokens in bodies.</summary>
    public TokensByName Tokens { get; } = new();

    /// <summary>The signals to every node.</summary>
    public SignalsInMemory Signals { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Stored.Dispose();
    }

    /// <summary>Writes the sign-ins that were noted, as the server does in the background.</summary>
    public Task WriteSignInsAsync() => _services.GetRequiredService<SignInNotes>().WriteAsync(TestContext.Current.CancellationToken);

    /// <summary>Sends one request, as one HTTP request would: in a scope of its own. Without a caller the request is anonymous.</summary>
    public async Task<ErrorOr<TAnswer>> SendAsync<TAnswer>(Caller? caller, IUseCase<TAnswer> request)
    {
        await using var scope = Enter(caller);
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends one request as the operator who runs a command.</summary>
    public async Task<ErrorOr<TAnswer>> SendAsOperatorAsync<TAnswer>(string command, IUseCase<TAnswer> request)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().SignInAsOperator(command);
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, TestContext.Current.CancellationToken);
    }

    public AsyncServiceScope Enter(Caller? caller)
    {
        var scope = _services.CreateAsyncScope();
        if (caller is not null)
        {
            scope.ServiceProvider.GetRequiredService<CurrentCaller>().SignIn(caller);
        }

        return scope;
    }

    private void Record<TPort>(IServiceCollection services)
        where TPort : class
    {
        var store = services.Single(service => service.ServiceType == typeof(TPort)).ImplementationType!;
        services.AddScoped(provider => RecordedPort<TPort>.Over((TPort)ActivatorUtilities.CreateInstance(provider, store), Calls));
    }
}
