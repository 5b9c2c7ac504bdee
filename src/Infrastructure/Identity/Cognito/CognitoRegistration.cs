using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>Adds Amazon Cognito user pools.</summary>
public static class CognitoRegistration
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Trusts the access tokens of one user pool.</summary>
    /// <param name="identity">The builder.</param>
    /// <param name="name">The provider's name, unique among all.</param>
    /// <param name="configure">Sets the options; they are checked before start.</param>
    public static IdentityBuilder AddCognito(this IdentityBuilder identity, string name, Action<CognitoOptions> configure)
    {
        // A redirect would be a fetch from an address that nobody configured.
        identity.Services.AddHttpClient(ClientName(name)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
        });

        return identity.Add<CognitoOptions, CognitoCheck>(name, configure, (services, options) => Create(services, name, options));
    }

    private static CognitoProvider Create(IServiceProvider services, string name, CognitoOptions options)
    {
        var issuers = CognitoIssuers.Of(options);
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<KeySource>();
        var clients = services.GetRequiredService<IHttpClientFactory>();

        var rules = PoolTokenRules.Of(name, issuers[0], options);
        var keys = options.KeysUri is { } shared
            ? Shared(new Uri(shared))
            : issuers.ToFrozenDictionary(issuer => issuer, issuer => Source(new Uri(issuer + "/.well-known/jwks.json")), StringComparer.Ordinal);
        return new CognitoProvider(rules, keys, Describe(), time);

        FrozenDictionary<string, KeySource> Shared(Uri address)
        {
            var source = Source(address);
            return issuers.ToFrozenDictionary(issuer => issuer, _ => source, StringComparer.Ordinal);
        }

        KeySource Source(Uri address) => new(address, () => clients.CreateClient(ClientName(name)), time, logger);

        ProviderDescription Describe()
        {
            var domain = options.Domain?.TrimEnd('/');
            return new ProviderDescription(
                name,
                issuers[0],
                rules.ScopePrefix,
                domain is null ? null : new Uri(domain + "/oauth2/authorize"),
                domain is null ? null : new Uri(domain + "/oauth2/token"));
        }
    }

    private static string ClientName(string name) => "Identity:" + name;
}
