using System.Net;

namespace Modular.Infrastructure.Identity;

/// <summary>A JWKS behind one configured address.</summary>
internal sealed class KeyAddress(Uri address, Func<HttpClient> clients) : IKeyFeed
{
    public string Place => address.AbsoluteUri;

    public TimeSpan RefreshAfter => TimeSpan.FromMinutes(5);

    public async Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
    {
        using var client = clients();
        using var response = await client.GetAsync(address, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => KeySet.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)) is { } keys
                ? new KeyFetch.Fetched(keys)
                : new KeyFetch.Failed("the answer is no usable key set"),
            HttpStatusCode.NotFound or HttpStatusCode.Forbidden => new KeyFetch.NotThere($"answered {(int)response.StatusCode}"),
            _ => new KeyFetch.Failed($"answered {(int)response.StatusCode}"),
        };
    }
}
