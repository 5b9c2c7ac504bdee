using Modular.Application.Identity;

namespace Modular.Application.Tests.Identity;

/// <summary>One provider, with a second form of its issuer.</summary>
internal sealed class IssuersByForm : ICanonicalIssuers
{
    public string? Find(string issuer) => issuer is "https://issuer.example" or "https://issuer.example/eu" ? "https://issuer.example" : null;
}
