using System.Net;
using Modular.Infrastructure.Identity.Http;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>A JWKS behind one configured address.</summary>
internal sealed class JwksEndpoint(Uri address, Func<HttpClient> clients) : IJwksSource
{
    public string Place => address.AbsoluteUri;

    public TimeSpan RefreshAfter => TimeSpan.FromMinutes(5);

    public string Renewal => "see why they cannot be fetched";

    public async Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
    {
        using var client = clients();
        using var response = await client.GetAsync(address, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var answer = ProviderFailure.Describe(response);
            return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden
                ? new KeyFetch.NotThere(answer)
                : new KeyFetch.Failed(answer);
        }

        return KeySet.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), out var problem) is { } keys
            ? new KeyFetch.Fetched(keys)
            : new KeyFetch.Failed($"the answer is no usable key set: {problem}");
    }
}
