using System.Collections.Frozen;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity;

/// <summary>The port over several providers: each token goes to the one whose issuer it names, read without trusting it.</summary>
internal sealed class TokenRouter : ITokenValidator
{
    private readonly FrozenDictionary<string, IIdentityProvider> _byIssuer;

    /// <exception cref="ConfigurationException">No provider, or two that claim one issuer.</exception>
    public TokenRouter(IEnumerable<IIdentityProvider> providers)
    {
        var byIssuer = new Dictionary<string, IIdentityProvider>(StringComparer.Ordinal);
        foreach (var provider in providers)
        {
            foreach (var issuer in provider.Issuers)
            {
                if (!byIssuer.TryAdd(issuer, provider))
                {
                    throw new ConfigurationException(
                        $"Identity:Providers: '{byIssuer[issuer].Name}' and '{provider.Name}' both have the issuer '{issuer}'; "
                        + "remove one of the two or give it another issuer.");
                }
            }
        }

        if (byIssuer.Count == 0)
        {
            throw new ConfigurationException(IdentityBuilder.NoProviders);
        }

        _byIssuer = byIssuer.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (!Jwt.TryParse(token, out var jwt, out var problem))
        {
            return ValueTask.FromResult<TokenVerdict>(new TokenVerdict.Rejected(RejectionReason.Malformed, problem));
        }

        if (!jwt.Claims.TryGetString("iss", out var issuer))
        {
            return ValueTask.FromResult<TokenVerdict>(new TokenVerdict.Rejected(RejectionReason.Malformed, "iss is not a string"));
        }

        return issuer is not null && _byIssuer.TryGetValue(issuer, out var provider)
            ? provider.ValidateAsync(jwt, cancellationToken)
            : ValueTask.FromResult<TokenVerdict>(
                new TokenVerdict.Rejected(RejectionReason.WrongIssuer, "iss is the issuer of no configured provider"));
    }
}
