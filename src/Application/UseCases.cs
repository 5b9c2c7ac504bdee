using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Modular.Application.Customers;
using Modular.Application.Orders.Events;
using Modular.Application.Pipeline;

namespace Modular.Application;

/// <summary>Registers the use cases.</summary>
public static class UseCases
{
    /// <summary>Adds every handler and validator of this assembly, and the pipeline around them. The ports need adapters.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<CurrentCaller>();
        services.AddScoped<Authorization>();
        services.AddSingleton<OperatorAuthorization>();
        services.AddScoped<IAuthorization>(scope => scope.GetRequiredService<CurrentCaller>().Command is null
            ? scope.GetRequiredService<Authorization>()
            : scope.GetRequiredService<OperatorAuthorization>());
        services.AddSingleton<OrderWatches>();
        services.AddMediation(typeof(UseCases).Assembly, typeof(AuthorizationStep<,>), typeof(ValidationStep<,>));
        services.AddValidatorsFromAssembly(typeof(UseCases).Assembly, ServiceLifetime.Singleton, includeInternalTypes: true);
        return services;
    }
}
