using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity;

internal sealed class CanonicalIssuers(IEnumerable<IIdentityProvider> providers) : ICanonicalIssuers
{
    public string? Find(string issuer) =>
        providers.FirstOrDefault(provider => provider.Issuers.Contains(issuer, StringComparer.Ordinal))?.Description.Issuer;
}
