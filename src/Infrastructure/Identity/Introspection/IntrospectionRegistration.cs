using Microsoft.Extensions.DependencyInjection;
using Modular.Infrastructure.Identity.Http;

namespace Modular.Infrastructure.Identity.Introspection;

/// <summary>Adds a provider that is asked about each token.</summary>
public static class IntrospectionRegistration
{
    /// <summary>Trusts the provider's answers about opaque tokens, and about JSON Web Tokens that name its issuer.</summary>
    /// <param name="identity">The builder.</param>
    /// <param name="name">The provider's name, unique among all.</param>
    /// <param name="configure">Sets the options; they are checked before start.</param>
    public static IdentityBuilder AddIntrospection(this IdentityBuilder identity, string name, Action<IntrospectionOptions> configure)
    {
        identity.Services.AddProviderHttp(name);
        return identity.Add<IntrospectionOptions, IntrospectionCheck>(name, configure, (services, options) => Create(services, name, options));
    }

    private static IntrospectionProvider Create(IServiceProvider services, string name, IntrospectionOptions options)
    {
        var factory = services.GetRequiredService<IHttpClientFactory>();
        var time = services.GetRequiredService<TimeProvider>();
        var rules = StandardProviderRules.Of(name, options.Issuer!, options);
        return new IntrospectionProvider(
            rules,
            StandardProviderIssuers.Of(options.Issuer!, options),
            new IntrospectionEndpoint(
                new Uri(options.Endpoint!), new IntrospectionCredentials(options), () => factory.CreateClient(ProviderHttp.ClientName(name)), time),
            TimeSpan.FromSeconds(options.AnswerSeconds),
            new ProviderDescription(name, options.Issuer!, rules.ScopePrefix, AuthorizationEndpoint: null, TokenEndpoint: null),
            time);
    }
}
