namespace Modular.Infrastructure.Identity;

/// <summary>The configured providers, as the outside may know them.</summary>
public sealed class IdentityProviders
{
    private readonly IReadOnlyList<IIdentityProvider> _providers;

    internal IdentityProviders(IEnumerable<IIdentityProvider> providers)
    {
        _providers = [.. providers];
    }

    /// <summary>Each provider, in the order of the configuration.</summary>
    public IReadOnlyList<ProviderDescription> Descriptions => [.. _providers.Select(provider => provider.Description)];

    /// <summary>Whether the tokens of at least one provider can be decided right now.</summary>
    public bool AnyReady => _providers.Any(provider => provider.IsReady);

    /// <summary>Fetches keys and metadata before the first token needs them. Does not throw when providers cannot be reached.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_providers.Select(provider => provider.RefreshAsync(cancellationToken)));
}
