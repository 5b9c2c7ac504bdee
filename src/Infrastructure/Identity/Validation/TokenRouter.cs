using System.Buffers;
using System.Collections.Frozen;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Validation;

/// <summary>
/// The providers behind the port: each token goes to the provider whose issuer it names, read without trusting it, and opaque tokens go to
/// the one that takes them. A token of an unknown issuer is refused without asking a provider.
/// </summary>
internal sealed class TokenRouter
{
    private const int MaxLoggedId = 64;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly FrozenDictionary<string, IIdentityProvider> _byIssuer;
    private readonly IIdentityProvider? _opaque;

    /// <exception cref="ConfigurationException">No provider, two that claim one issuer, or two that take opaque tokens.</exception>
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
                        $"{IdentityBuilder.Section}: '{byIssuer[issuer].Name}' and '{provider.Name}' both have the issuer '{issuer}'; "
                        + "remove one of the two or give it another issuer.");
                }
            }

            if (provider.TakesOpaqueTokens)
            {
                _opaque = _opaque is null
                    ? provider
                    : throw new ConfigurationException(
                        $"{IdentityBuilder.Section}: '{_opaque.Name}' and '{provider.Name}' both take opaque tokens, which do not say whose they are; "
                        + "remove one of the two.");
            }
        }

        if (byIssuer.Count == 0)
        {
            throw new ConfigurationException(IdentityBuilder.NoProviders);
        }

        _byIssuer = byIssuer.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Checks a token. As <see cref="ITokenValidator.ValidateFreshAsync"/>.</summary>
    /// <param name="text">The token.</param>
    /// <param name="trace">Notes each check; null when no explanation is asked for.</param>
    /// <param name="cancellationToken">Ends the wait for a provider.</param>
    public async ValueTask<ProviderAnswer> ValidateAsync(string text, TokenTrace? trace, CancellationToken cancellationToken)
    {
        var isReadable = PresentedToken.TryRead(text, _opaque is not null, out var token, out var problem);
        trace?.Add("form", isReadable, _opaque is null ? "a JSON Web Token" : "a JSON Web Token, or an opaque one", FormOf(token) ?? problem!);
        if (!isReadable)
        {
            return ProviderAnswer.Rejected(RejectionReason.Malformed, problem!);
        }

        var provider = token!.Jwt is null ? _opaque : _byIssuer.GetValueOrDefault(token.Issuer ?? "");
        if (token.Jwt is not null)
        {
            trace?.Add("iss", provider is not null, string.Join(" or ", _byIssuer.Keys), token.Issuer ?? "absent");
        }

        var answer = provider is null
            ? ProviderAnswer.Rejected(RejectionReason.WrongIssuer, "iss is the issuer of no configured provider")
            : (await provider.ValidateAsync(token, trace, cancellationToken)) with { Provider = provider.Name };
        return answer.Verdict is TokenVerdict.Rejected rejected
            ? answer with { Verdict = rejected with { TokenId = IdOf(token.Jwt) } }
            : answer;
    }

    // The text is not trusted: characters that could forge or flood a log line are left out.
    private static string? IdOf(Jwt? token) =>
        token is not null && token.Claims.TryGetString("jti", out var id) && id is { Length: > 0 and <= MaxLoggedId } && !id.AsSpan().ContainsAnyExcept(IdCharacters)
            ? id
            : null;

    private static string? FormOf(PresentedToken? token) => token is null ? null : token.Jwt is null ? "opaque" : "a JSON Web Token";
}
