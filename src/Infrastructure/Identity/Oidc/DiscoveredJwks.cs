using System.Net;
using Microsoft.Extensions.Logging;
using Modular.Infrastructure.Identity.Http;
using Modular.Infrastructure.Identity.Keys;

namespace Modular.Infrastructure.Identity.Oidc;

/// <summary>The JWKS of which the configured provider's own metadata says where it is (OpenID Connect Discovery 1.0).</summary>
internal sealed partial class DiscoveredJwks(string authority, bool mayBePlain, Func<HttpClient> clients, TimeProvider time, ILogger logger) : IJwksSource
{
    // Addresses hardly ever change; keys do, and are fetched more often.
    private static readonly TimeSpan RediscoverAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Uri _address = new(authority.TrimEnd('/') + "/.well-known/openid-configuration");
    private ProviderMetadata? _metadata;
    private long _discovered;

    public string Place => (Metadata?.KeysUri ?? _address).AbsoluteUri;

    public TimeSpan RefreshAfter => TimeSpan.FromMinutes(5);

    public string Renewal => "see why they cannot be fetched";

    /// <summary>The last metadata of the provider; null before the first.</summary>
    public ProviderMetadata? Metadata => Volatile.Read(ref _metadata);

    public async Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
    {
        string? problem = null;
        if (Metadata is null)
        {
            problem = await DiscoverAsync(cancellationToken);
        }
        else if (time.GetElapsedTime(_discovered) > RediscoverAfter)
        {
            await RediscoverAsync(cancellationToken);
        }

        if (Metadata is not { } metadata)
        {
            return new KeyFetch.Failed($"the provider's metadata cannot be used: {problem}");
        }

        var fetch = await new JwksEndpoint(metadata.KeysUri, clients).FetchAsync(cancellationToken);
        if (fetch is not KeyFetch.Fetched)
        {
            // Perhaps the keys have moved: the next fetch looks.
            _discovered = time.GetTimestamp() - (long)(2 * RediscoverAfter.TotalSeconds * time.TimestampFrequency);
        }

        return fetch;
    }

    // The keys' address is known: a host that is slow to repeat it must not use up the time for the keys themselves.
    private async Task RediscoverAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            if (await DiscoverAsync(either.Token) is { } problem)
            {
                LogUnusable(_address.AbsoluteUri, problem);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnusable(_address.AbsoluteUri, "no answer in time");
        }

        _discovered = time.GetTimestamp();
    }

    /// <returns>The error; null when the metadata was read.</returns>
    private async Task<string?> DiscoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients();
            using var response = await client.GetAsync(_address, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return ProviderFailure.Describe(response);
            }

            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (ProviderMetadata.Parse(body, authority, mayBePlain, out var problem) is not { } metadata)
            {
                return problem;
            }

            Volatile.Write(ref _metadata, metadata);
            _discovered = time.GetTimestamp();
            return null;
        }
        catch (Exception failure) when (ProviderFailure.IsOne(failure))
        {
            return ProviderFailure.Describe(failure);
        }
    }

    [LoggerMessage(1110, LogLevel.Warning, "The metadata at {Address} cannot be used, and what it said before goes on to hold: {Problem}")]
    private partial void LogUnusable(string address, string problem);
}
