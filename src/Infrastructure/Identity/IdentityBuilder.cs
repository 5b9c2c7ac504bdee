using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Cognito;
using Modular.Infrastructure.Identity.Fake;
using Modular.Infrastructure.Identity.Introspection;
using Modular.Infrastructure.Identity.Oidc;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Identity;

/// <summary>Collects identity providers: <c>Add…</c> as many as wanted, each under a name of its own.</summary>
public sealed class IdentityBuilder
{
    /// <summary>The configuration section that holds a section for each provider.</summary>
    public const string Section = "Identity:Providers";

    internal const string NoProviders =
        "Identity:Providers is missing, and without an identity provider no request could be accepted: set Identity:Providers:main:Kind "
        + "and the settings of that kind (in the environment, Identity__Providers__main__Kind).";

    // An adapter is one folder and one line here.
    private static readonly Dictionary<string, Action<IdentityBuilder, string, IConfigurationSection>> Kinds =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Cognito"] = (identity, name, section) => identity.AddCognito(name, section.BindStrictly<CognitoOptions>()),
            ["Fake"] = (identity, name, section) => identity.AddFake(name, section.BindStrictly<FakeOptions>()),
            ["Introspection"] = (identity, name, section) => identity.AddIntrospection(name, section.BindStrictly<IntrospectionOptions>()),
            ["Oidc"] = (identity, name, section) => identity.AddOidc(name, section.BindStrictly<OidcOptions>()),
        };

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    internal IdentityBuilder(IServiceCollection services)
    {
        Services = services;
        services.AddMetrics();
        services.AddOptions<RememberedTokensOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RememberedTokensOptions>, RememberedTokensCheck>());
        services.TryAddSingleton<TokenMetrics>();
        services.TryAddSingleton(provider => new TokenRouter(provider.GetServices<IIdentityProvider>()));
        services.TryAddSingleton<ITokenValidator, CachingTokenValidator>();
        services.TryAddSingleton(provider => new TokenExplanations(provider.GetRequiredService<TokenRouter>()));
        services.AddHostedService<ProviderRefresh>();
        services.TryAddSingleton<ICanonicalIssuers>(provider => new CanonicalIssuers(provider.GetServices<IIdentityProvider>()));
        services.TryAddSingleton(provider => new IdentityProviders(provider.GetServices<IIdentityProvider>()));
    }

    internal IServiceCollection Services { get; }

    /// <summary>Adds every provider of <c>Identity:Providers</c>, by its <c>Kind</c>.</summary>
    /// <exception cref="ConfigurationException">There is none, or one of an unknown kind or with a setting that its kind does not have.</exception>
    public IdentityBuilder AddConfigured(IConfiguration configuration)
    {
        var providers = configuration.GetSection(Section).GetChildren().ToList();
        if (providers.Count == 0)
        {
            throw new ConfigurationException(NoProviders);
        }

        var problems = new ConfigurationProblems();
        foreach (var section in providers)
        {
            problems.Check(() => AddConfigured(section));
        }

        problems.Check(() => Remember(configuration.GetSection(RememberedTokensCheck.Section).BindStrictly<RememberedTokensOptions>()));
        problems.ThrowIfAny();
        return this;
    }

    /// <summary>Sets how many verified tokens are remembered, and how long.</summary>
    /// <param name="configure">Sets the options; they are checked before start.</param>
    public IdentityBuilder Remember(Action<RememberedTokensOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Registers an adapter under <paramref name="name"/>: its options, their check before start, and itself.</summary>
    /// <exception cref="ConfigurationException">The name is taken.</exception>
    internal IdentityBuilder Add<TOptions, TCheck>(
        string name, Action<TOptions> configure, Func<IServiceProvider, TOptions, IIdentityProvider> create)
        where TOptions : ProviderOptions
        where TCheck : ProviderCheck<TOptions>
    {
        if (!_names.Add(name))
        {
            throw new ConfigurationException($"{Section}:{name} is added twice; give each provider a name of its own.");
        }

        Services.AddOptions<TOptions>(name).Configure(configure).ValidateOnStart();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TCheck>());
        Services.AddSingleton(provider => create(
            provider, provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name)));
        return this;
    }

    private void AddConfigured(IConfigurationSection section)
    {
        var kind = section["Kind"];
        var known = string.Join(", ", Kinds.Keys.Order(StringComparer.Ordinal));
        if (string.IsNullOrWhiteSpace(kind))
        {
            throw new ConfigurationException($"{section.Path}:Kind is missing. Known: {known}.");
        }

        if (!Kinds.TryGetValue(kind, out var add))
        {
            throw new ConfigurationException($"{section.Path}:Kind '{kind}' is unknown. Known: {known}.");
        }

        add(this, section.Key, section);
    }
}
