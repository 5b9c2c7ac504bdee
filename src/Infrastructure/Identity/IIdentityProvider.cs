using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity;

/// <summary>An identity provider behind the port: an adapter implements it. <see cref="Validation.TokenRouter"/> finds it by issuer.</summary>
internal interface IIdentityProvider
{
    /// <summary>The name in the configuration.</summary>
    string Name { get; }

    /// <summary>Every issuer whose tokens are this provider's, compared character by character.</summary>
    IReadOnlyCollection<string> Issuers { get; }

    /// <summary>Whether opaque tokens are this provider's: one at most is.</summary>
    bool TakesOpaqueTokens => false;

    /// <summary>The description for clients that want to get a token.</summary>
    ProviderDescription Description { get; }

    /// <summary>Whether tokens can be decided right now, as far as is known.</summary>
    bool IsReady { get; }

    /// <summary>How old the keys are that tokens are checked with; null where there are none.</summary>
    TimeSpan? KeysAge => null;

    /// <summary>How long until <see cref="RefreshAsync"/> is due again; null when there is nothing to refresh.</summary>
    TimeSpan? RefreshAfter { get; }

    /// <summary>Checks a token that names one of <see cref="Issuers"/>, or is opaque. As <see cref="ITokenValidator.ValidateAsync"/>.</summary>
    /// <param name="token">The token.</param>
    /// <param name="trace">Notes each check; null when no explanation is asked for.</param>
    /// <param name="cancellationToken">Ends the wait for the provider.</param>
    ValueTask<ProviderAnswer> ValidateAsync(PresentedToken token, TokenTrace? trace, CancellationToken cancellationToken);

    /// <summary>Fetches keys and metadata before a token needs them. Does not throw when the provider cannot be reached.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Ends fetches ahead of tokens, so that a provider that does not answer never delays the end of this process.</summary>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
