using Modular.Infrastructure.Identity.Keys;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Oidc;

/// <summary>Checks signed access tokens of one OpenID Connect provider, offline but for its metadata and keys.</summary>
internal sealed class OidcProvider(string name, StandardProviderIssuers issuers, string scopePrefix, JwtVerifier verifier, DiscoveredJwks feed, JwksCache keys) : IIdentityProvider
{
    public string Name => name;

    public IReadOnlyCollection<string> Issuers => issuers.All;

    public ProviderDescription Description =>
        new(name, issuers.Canonical, scopePrefix, feed.Metadata?.AuthorizationEndpoint, feed.Metadata?.TokenEndpoint);

    public bool IsReady => keys.HasKeys;

    public TimeSpan? KeysAge => keys.Age;

    public TimeSpan? RefreshAfter => keys.RefreshAfter;

    // With one issuer for all, the absence of the keys says nothing about a token.
    public ValueTask<ProviderAnswer> ValidateAsync(PresentedToken token, TokenTrace? trace, CancellationToken cancellationToken) =>
        issuers.Refuse(token.Issuer, trace) is { } refusal
            ? ValueTask.FromResult(refusal)
            : verifier.VerifyAsync(token.Jwt!, keys, absenceIsFinal: () => false, trace, cancellationToken);

    public Task RefreshAsync(CancellationToken cancellationToken) => keys.RefreshAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => keys.StopAsync(cancellationToken);
}
