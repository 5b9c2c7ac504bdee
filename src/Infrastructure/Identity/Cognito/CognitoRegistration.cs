using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Modular.Infrastructure.Identity.Http;
using Modular.Infrastructure.Identity.Keys;

namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>Adds Amazon Cognito user pools.</summary>
public static class CognitoRegistration
{
    // AWS signs with this one, and promises no other.
    private static readonly string[] Algorithms = ["RS256"];

    /// <summary>Trusts the access tokens of one user pool.</summary>
    /// <param name="identity">The builder.</param>
    /// <param name="name">The provider's name, unique among all.</param>
    /// <param name="configure">Sets the options; they are checked before start.</param>
    public static IdentityBuilder AddCognito(this IdentityBuilder identity, string name, Action<CognitoOptions> configure)
    {
        identity.Services.AddProviderHttp(name);
        return identity.Add<CognitoOptions, CognitoCheck>(name, configure, (services, options) => Create(services, name, options));
    }

    private static CognitoProvider Create(IServiceProvider services, string name, CognitoOptions options)
    {
        var issuers = CognitoIssuers.Of(options);
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<JwksCache>();
        var factory = services.GetRequiredService<IHttpClientFactory>();
        HttpClient Client() => factory.CreateClient(ProviderHttp.ClientName(name));

        var rules = UserPoolRules.Of(name, issuers[0], options);
        var domain = options.Domain?.TrimEnd('/');
        return new CognitoProvider(
            new JwtVerifier(rules, Algorithms, time),
            issuers[0],
            Keys(),
            options.OnlineCheck == OnlineCheck.UserInfo
                ? new UserInfoCheck(new Uri(domain + "/oauth2/userInfo"), TimeSpan.FromSeconds(options.OnlineCheckSeconds), Client, time)
                : null,
            new ProviderDescription(
                name,
                issuers[0],
                rules.ScopePrefix,
                domain is null ? null : new Uri(domain + "/oauth2/authorize"),
                domain is null ? null : new Uri(domain + "/oauth2/token")));

        FrozenDictionary<string, JwksCache> Keys()
        {
            IJwksSource? shared = options.KeysFile is { } file ? new JwksFile(file, time, logger)
                : options.KeysUri is { } address ? new JwksEndpoint(new Uri(address), Client)
                : null;
            var one = shared is null ? null : Source(shared);
            return issuers.ToFrozenDictionary(
                issuer => issuer,
                issuer => one ?? Source(new JwksEndpoint(new Uri(issuer + "/.well-known/jwks.json"), Client)),
                StringComparer.Ordinal);
        }

        JwksCache Source(IJwksSource feed) => new(feed, TimeSpan.FromMinutes(options.KeysMaxAgeMinutes), time, logger);
    }
}
