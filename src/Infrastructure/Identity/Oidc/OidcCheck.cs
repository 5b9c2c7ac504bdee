using Microsoft.Extensions.Hosting;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Identity.Oidc;

internal sealed class OidcCheck(IHostEnvironment environment) : StandardProviderCheck<OidcOptions>
{
    protected override IEnumerable<string> CheckOwn(OidcOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Authority))
        {
            yield return "Authority is missing: set it to the provider's issuer, like https://login.example.com.";
        }
        else if (WrongAddress(nameof(options.Authority), options.Authority, environment) is { } wrong)
        {
            yield return wrong;
        }
        else if (options.Authority.Contains("/.well-known/", StringComparison.Ordinal))
        {
            yield return $"Authority '{options.Authority}' is the address of the metadata: write the issuer that stands in it, which is what comes before /.well-known/.";
        }
        else if (options.Authority.Length > ExternalIdentity.MaxIssuerLength)
        {
            yield return $"Authority is longer than {ExternalIdentity.MaxIssuerLength} characters: shorten it.";
        }

        foreach (var unknown in options.Algorithms.Except(OidcAlgorithms.All, StringComparer.Ordinal))
        {
            yield return $"Algorithms holds '{unknown}', which may not be used. Known: {string.Join(", ", OidcAlgorithms.All)}.";
        }

        if (options.KeysMaxAgeMinutes is < 10 or > 10_080)
        {
            yield return $"KeysMaxAgeMinutes {options.KeysMaxAgeMinutes} is out of range: set 10 to 10080.";
        }
    }
}
