using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Cluster;
using Modular.Application.Customers;
using Modular.Application.Database;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Application.Orders.Events;
using Modular.Application.Pipeline;
using Modular.Application.Products;
using Modular.Application.Tests.Cluster;
using Modular.Application.Tests.Customers;
using Modular.Application.Tests.Database;
using Modular.Application.Tests.Identity;
using Modular.Application.Tests.Orders;
using Modular.Application.Tests.Products;

namespace Modular.Application.Tests;

/// <summary>The real use cases and their real pipeline, over ports that keep things in memory and note what is asked of them.</summary>
internal sealed class World : IDisposable
{
    private readonly ServiceProvider _services;

    public World()
    {
        Customers = new CustomersInMemory(Journal);
        Orders = new OrdersInMemory(Journal);
        _services = new ServiceCollection()
            .AddUseCases()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ICustomerStore>(Customers)
            .AddSingleton<IOrderStore>(Orders)
            .AddSingleton<IOrderEvents>(Events)
            .AddSingleton<IProductStore>(new ProductsInMemory(Journal))
            .AddSingleton<ITokenValidator>(Tokens)
            .AddSingleton<INodeSignals>(Signals)
            .AddSingleton<ICanonicalIssuers>(new IssuersByForm())
            .AddSingleton<IBackup>(new BackupInMemory())
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>What was asked of the ports, in sequence.</summary>
    public List<string> Journal { get; } = [];

    public FakeTimeProvider Time { get; } = new(Callers.Noon);

    public CustomersInMemory Customers { get; }

    public OrdersInMemory Orders { get; }

    /// <summary>What happened to orders.</summary>
    public EventsInMemory Events { get; } = new();

    /// <summary>What the identity port says of tokens in bodies.</summary>
    public TokensByName Tokens { get; } = new();

    /// <summary>What every node was told.</summary>
    public SignalsInMemory Signals { get; } = new();

    public void Dispose() => _services.Dispose();

    /// <summary>Sends one request, as one HTTP request would: in a scope of its own. Nobody is signed in without a caller.</summary>
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
}
