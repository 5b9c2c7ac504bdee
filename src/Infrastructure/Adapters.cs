using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Modular.Application.Cluster;
using Modular.Application.Orders.Events;
using Modular.Infrastructure.Cluster;
using Modular.Infrastructure.Customers;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Orders;
using Modular.Infrastructure.Retention;

namespace Modular.Infrastructure;

/// <summary>Registers the adapters behind the application's ports.</summary>
public static class Adapters
{
    /// <summary>Adds the one database that <paramref name="choose"/> uses, and the stores over it.</summary>
    /// <exception cref="ConfigurationException">No database is chosen, or more than one.</exception>
    public static IServiceCollection AddDatabase(this IServiceCollection services, Action<DatabaseBuilder> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        var builder = new DatabaseBuilder(services);
        choose(builder);
        builder.ThrowUnlessChosen();

        // Most requests read and write without EF, and need no context of it.
        services.AddScoped(provider => new Lazy<ModularDb>(provider.GetRequiredService<ModularDb>));
        services.AddMetrics();
        services.AddSingleton<DatabaseFaults>();
        services.AddSingleton<OrderMetrics>();
        services.AddSingleton<OrderQueries>();
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxRelay.Surroundings>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddSingleton<LogFlood>();
        services.AddSingleton<SignInNotes>();
        services.AddHostedService(provider => provider.GetRequiredService<SignInNotes>());
        services.AddScoped<IOrderEvents, OrderEvents>();
        services.AddScoped(provider => new SampleData(
            provider.GetRequiredService<IWriter>(),
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Adds the background deletion of old data, configured by the section <c>Retention</c>.</summary>
    /// <exception cref="ConfigurationException">The section has a setting that does not exist.</exception>
    public static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<RetentionOptions>()
            .Configure(configuration.GetSection(RetentionCheck.Section).BindStrictly<RetentionOptions>())
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionCheck>();
        services.AddSingleton<IRetention, IdempotencyRecordRetention>();
        services.AddSingleton<IRetention, OrderEventRetention>();
        services.AddSingleton<IRetention, AuditRetention>();
        services.AddSingleton<IRetention, ReleasedCustomerRetention>();
        services.AddMetrics();
        services.AddSingleton<RetentionMetrics>();
        services.AddSingleton<RetentionService>();
        services.AddHostedService(provider => provider.GetRequiredService<RetentionService>());
        return services;
    }

    /// <summary>Adds the cluster that <c>Cluster:Provider</c> names. There is <c>None</c>: a node runs alone.</summary>
    /// <exception cref="ConfigurationException">There is no such cluster.</exception>
    public static IServiceCollection AddCluster(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddLocalSignals();
        return configuration["Cluster:Provider"] is not { } provider || provider.Equals("None", StringComparison.OrdinalIgnoreCase)
            ? services
            : throw new ConfigurationException($"Cluster:Provider '{provider}' is unknown. Known: None.");
    }

    /// <summary>Adds the signals of a node that runs alone.</summary>
    public static IServiceCollection AddLocalSignals(this IServiceCollection services) =>
        services.AddSingleton<INodeSignals, LocalSignals>();

    /// <summary>Adds the quotas of a node that counts by itself, configured by the section <c>Quota</c>.</summary>
    /// <exception cref="ConfigurationException">The section has a setting that does not exist.</exception>
    public static IServiceCollection AddLocalQuota(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<QuotaOptions>()
            .Configure(configuration.GetSection(QuotaCheck.Section).BindStrictly<QuotaOptions>())
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<QuotaOptions>, QuotaCheck>();
        services.AddSingleton<IClientQuota, LocalQuota>();
        return services;
    }

    /// <summary>Adds the identity port, over the providers that <paramref name="add"/> adds.</summary>
    /// <exception cref="ConfigurationException">A provider is configured wrongly.</exception>
    public static IServiceCollection AddIdentityProviders(this IServiceCollection services, Action<IdentityBuilder> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        add(new IdentityBuilder(services));
        return services;
    }
}
