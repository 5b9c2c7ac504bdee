using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Identity;

/// <summary>Checks the options of every standard provider.</summary>
internal abstract class StandardProviderCheck<TOptions> : ProviderCheck<TOptions>
    where TOptions : StandardProviderOptions
{
    protected sealed override IEnumerable<string> Check(TOptions options) => CheckResource(options).Concat(CheckOwn(options));

    /// <summary>The adapter's own rules; each failure begins with the setting's name.</summary>
    protected abstract IEnumerable<string> CheckOwn(TOptions options);

    private static IEnumerable<string> CheckResource(StandardProviderOptions options)
    {
        if (options.Audiences.Count == 0)
        {
            yield return "Audiences is missing, so tokens for any resource would be taken: list this server's names as a resource, like Audiences:0=https://api.example.com.";
        }

        if (options.Audiences.Any(string.IsNullOrWhiteSpace))
        {
            yield return "Audiences holds a blank entry: remove it.";
        }

        if (options.ScopePrefix is { } prefix && !CanBeginScope(prefix))
        {
            yield return $"ScopePrefix '{prefix}' can begin no scope: write what stands before orders.read in the provider's scopes, like modular/.";
        }

        if (options.ScopeClaims.Any(string.IsNullOrWhiteSpace))
        {
            yield return "ScopeClaims holds a blank entry: remove it, or name a claim that holds permissions, like roles.";
        }

        if (options.AccessTokenIssuer is { } issuer && !issuer.IsText(ExternalIdentity.MaxIssuerLength))
        {
            yield return $"AccessTokenIssuer is blank, longer than {ExternalIdentity.MaxIssuerLength} characters, or has control characters: "
                + "remove it, or write exactly the iss of the provider's access tokens.";
        }

        if (options.GroupsClaim is not null && string.IsNullOrWhiteSpace(options.GroupsClaim))
        {
            yield return "GroupsClaim is blank: remove it, or name the claim that holds the groups.";
        }

        if (options.Groups.Count > 0 && string.IsNullOrWhiteSpace(options.GroupsClaim))
        {
            yield return "Groups is set and GroupsClaim is not: name the claim that holds the groups, or remove Groups.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientIdClaim))
        {
            yield return "ClientIdClaim is blank: remove it, or name the claim that holds the client's id.";
        }
    }
}
