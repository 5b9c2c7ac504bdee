namespace Modular.Infrastructure.Identity.Keys;

/// <summary>Where a <see cref="JwksCache"/> gets its keys: an address or a file, configured and never named by a token.</summary>
internal interface IJwksSource
{
    /// <summary>Its name in the log.</summary>
    string Place { get; }

    /// <summary>How long a set is good before it is fetched again: no key that was withdrawn is trusted longer, while the feed answers.</summary>
    TimeSpan RefreshAfter { get; }

    /// <summary>The remedy of an operator for keys that are too old, as the end of a sentence.</summary>
    string Renewal { get; }

    /// <summary>Fetches the keys. Throws nothing for a failure of the provider.</summary>
    Task<KeyFetch> FetchAsync(CancellationToken cancellationToken);
}

/// <summary>The result of a fetch of keys.</summary>
internal abstract record KeyFetch
{
    private KeyFetch()
    {
    }

    /// <summary>A key set, and how old it was when it was read.</summary>
    public sealed record Fetched(KeySet Keys, TimeSpan Age = default) : KeyFetch;

    /// <summary>There is none at the address: 403 or 404.</summary>
    public sealed record NotThere(string Problem) : KeyFetch;

    /// <summary>The keys cannot be had now.</summary>
    public sealed record Failed(string Problem) : KeyFetch;
}
