using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity;

/// <summary>An identity provider behind the port: what an adapter implements. <see cref="TokenRouter"/> finds it by issuer.</summary>
internal interface IIdentityProvider
{
    /// <summary>The name in the configuration.</summary>
    string Name { get; }

    /// <summary>Every issuer whose tokens are this provider's, to the letter.</summary>
    IReadOnlyCollection<string> Issuers { get; }

    /// <summary>What clients need to know to get a token.</summary>
    ProviderDescription Description { get; }

    /// <summary>Whether tokens can be decided right now without asking anybody new.</summary>
    bool IsReady { get; }

    /// <summary>Checks a token that names one of <see cref="Issuers"/>. As <see cref="ITokenValidator.ValidateAsync"/>.</summary>
    ValueTask<TokenVerdict> ValidateAsync(Jwt token, CancellationToken cancellationToken);

    /// <summary>Gets what the first token would need, ahead of it. Does not throw when the provider cannot be reached.</summary>
    Task WarmUpAsync(CancellationToken cancellationToken);
}
