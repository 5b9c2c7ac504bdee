using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Http;
using Modular.Infrastructure.Identity.Keys;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Oidc;

/// <summary>Adds OpenID Connect providers.</summary>
public static class OidcRegistration
{
    // RFC 9068 section 4: with or without the prefix that a media type may leave out, in any case.
    private static readonly TokenRule AccessTokenType = new(
        "typ",
        RejectionReason.WrongUse,
        "typ is not at+jwt (RFC 9068), and RequireAccessTokenType is not set to false for a provider that writes another",
        (facts, _) => string.Equals(facts.Type, "at+jwt", StringComparison.OrdinalIgnoreCase)
            || string.Equals(facts.Type, "application/at+jwt", StringComparison.OrdinalIgnoreCase),
        _ => "at+jwt",
        facts => facts.Type);

    /// <summary>Trusts the access tokens of one provider.</summary>
    /// <param name="identity">The builder.</param>
    /// <param name="name">The provider's name, unique among all.</param>
    /// <param name="configure">Sets the options; they are checked before start.</param>
    public static IdentityBuilder AddOidc(this IdentityBuilder identity, string name, Action<OidcOptions> configure)
    {
        identity.Services.AddProviderHttp(name);
        return identity.Add<OidcOptions, OidcCheck>(name, configure, (services, options) => Create(services, name, options));
    }

    private static OidcProvider Create(IServiceProvider services, string name, OidcOptions options)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var factory = services.GetRequiredService<IHttpClientFactory>();
        var mayBePlain = services.GetRequiredService<IHostEnvironment>().IsDevelopment();

        var issuer = options.Authority!;
        var feed = new DiscoveredJwks(
            issuer, mayBePlain, () => factory.CreateClient(ProviderHttp.ClientName(name)), time, loggers.CreateLogger<DiscoveredJwks>());
        var keys = new JwksCache(feed, TimeSpan.FromMinutes(options.KeysMaxAgeMinutes), time, loggers.CreateLogger<JwksCache>());
        var rules = StandardProviderRules.Of(name, issuer, options, options.RequireAccessTokenType ? [AccessTokenType] : []);
        var algorithms = options.Algorithms.Count == 0 ? OidcAlgorithms.All : [.. options.Algorithms];
        return new OidcProvider(name, StandardProviderIssuers.Of(issuer, options), rules.ScopePrefix, new JwtVerifier(rules, algorithms, time), feed, keys);
    }
}
